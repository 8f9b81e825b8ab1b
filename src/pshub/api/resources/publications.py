"""Publications and their versions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Query, Router

from pshub.api import schemas
from pshub.api.addresses import resource, whole
from pshub.api.pagination import BY_KEY, Asked, Listing, Order, listing, page
from pshub.api.resources.shared import answers, person, public_slug
from pshub.publishing.publications.addresses import pdf_address, version_address
from pshub.publishing.publications.listing import published
from pshub.publishing.publications.models import PublicationPage, PublicationVersion

router = Router(tags=["publications"])
ORDER = Order("published_on", date.fromisoformat, **BY_KEY)


class PublicationsAsked(Asked):
    """What publications are asked for."""

    kind: str = Field("", max_length=30, description="Such as report.")
    topic: str = Field("", max_length=100, description="Slug of a topic.")
    inquiry: str = Field("", max_length=120, description="Slug of an inquiry.")
    since: date | None = Field(None, description="Published on that day or later.")


def _rows() -> QuerySet[PublicationPage]:
    return (
        published(PublicationPage.objects.all())
        .select_related("inquiry", "record")
        .prefetch_related("topics", "authors__profile")
    )


def _item(row: PublicationPage) -> dict[str, Any]:
    return {
        "id": row.record_id,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "published_on": row.published_on,
        "availability": row.availability,
        "withdrawn": row.withdrawn_at is not None,
        "inquiry": public_slug(row.inquiry),
        "topics": sorted(topic.slug for topic in row.topics.all()),
        "authors": [person(author) for author in row.authors.all()],
        "licence": row.licence,
        "language": row.language,
        "url": whole(row.url),
        "api": resource("publication", key=row.record_id),
    }


def _version(row: PublicationPage, version: PublicationVersion) -> dict[str, Any]:
    return {
        "number": version.label,
        "published_at": version.published_at,
        "change_note": version.change_note,
        "findings": list(version.digests),
        "url": whole(version_address(row, version)),
    }


@router.get("/", response=answers(Listing[schemas.PublicationItem]), url_name="publications")
def publications(request: HttpRequest, response: HttpResponse, asked: Query[PublicationsAsked]) -> Any:
    """List publications, newest first."""
    rows = _rows()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.topic:
        rows = rows.filter(topics__slug=asked.topic)
    if asked.inquiry:
        rows = rows.filter(inquiry__slug=asked.inquiry, inquiry__public=True)
    if asked.since:
        rows = rows.filter(published_on__gte=asked.since)
    found, cursor = page(rows, ORDER, asked)
    return listing(request, response, [_item(row) for row in found], cursor)


@router.get("/{uuid:key}/", response=answers(schemas.Publication), url_name="publication")
def publication(request: HttpRequest, key: uuid.UUID) -> Any:
    """Return a publication with its versions."""
    row = get_object_or_404(_rows().select_related("superseded_by"), record=key)
    newest = row.versions.filter(pdf_state=PublicationVersion.Pdf.MADE).first()
    return {
        **_item(row),
        "editors": [person(editor) for editor in row.editors.select_related("profile")],
        "withdrawn_because": row.withdrawn_because,
        "superseded_by": row.superseded_by.record_id if row.superseded_by else None,
        "external_url": row.external_url,
        "pdf": whole(pdf_address(row)) if newest is not None and row.withdrawn_at is None else None,
        "versions": [_version(row, version) for version in row.versions.all()],
        "trail": whole(reverse("inquiries:trail-json", args=[row.record_id])),
    }
