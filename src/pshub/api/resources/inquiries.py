"""Inquiries, and the records on their trail."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Query, Router

from pshub.api import schemas
from pshub.api.addresses import resource, whole
from pshub.api.pagination import BY_UUID, Asked, Listing, Order, listing, moment, page
from pshub.api.resources.shared import READER, answers, public_slug, record_link
from pshub.inquiries import provenance
from pshub.inquiries.models import Inquiry, Record
from pshub.inquiries.querysets import visible_inquiries, visible_records

inquiry_router = Router(tags=["inquiries"])
record_router = Router(tags=["records"])
ORDER = Order("created_at", moment, **BY_UUID)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in the hub's time zone."""
    # At both ends of the calendar a clock elsewhere would be beyond it.
    zone = timezone.get_default_timezone() if 1900 <= day.year < 9000 else UTC
    return datetime.combine(day, time(), tzinfo=zone)


class InquiriesAsked(Asked):
    """What inquiries are asked for."""

    status: str = Field("", max_length=10, description="planned, open, reported or closed")
    topic: str = Field("", max_length=100, description="Slug of a topic.")
    since: date | None = Field(None, description="Begun on that day or later.")


class RecordsAsked(Asked):
    """What records are asked for."""

    kind: str = Field("", max_length=40, description="Such as statement.")
    inquiry: str = Field("", max_length=120, description="Slug of an inquiry.")
    since: date | None = Field(None, description="Made on that day or later.")


def _inquiries() -> QuerySet[Inquiry]:
    return visible_inquiries(READER).select_related("place").prefetch_related("topics")


def _inquiry(row: Inquiry) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "title": row.title,
        "question": row.question,
        "status": row.status,
        "invented": row.invented,
        "place": row.place.name if row.place else None,
        "topics": sorted(topic.slug for topic in row.topics.all()),
        "begun_on": timezone.localdate(row.created_at),
        "url": whole(row.get_absolute_url()),
        "api": resource("inquiry", slug=row.slug),
    }


@inquiry_router.get("/", response=answers(Listing[schemas.InquiryItem]), url_name="inquiries")
def inquiries(request: HttpRequest, response: HttpResponse, asked: Query[InquiriesAsked]) -> Any:
    """List inquiries, newest first."""
    rows = _inquiries()
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.topic:
        rows = rows.filter(topics__slug=asked.topic)
    if asked.since:
        rows = rows.filter(created_at__gte=start_of(asked.since))
    found, cursor = page(rows, ORDER, asked)
    return listing(request, response, [_inquiry(row) for row in found], cursor)


@inquiry_router.get("/{slug:slug}/", response=answers(schemas.Inquiry), url_name="inquiry")
def inquiry(request: HttpRequest, slug: str) -> Any:
    """Return an inquiry with its partners."""
    row = get_object_or_404(_inquiries(), slug=slug)
    partnerships = row.partnerships.select_related("organisation")
    return {
        **_inquiry(row),
        "introduction": row.introduction,
        "partners": [
            {"slug": taken.organisation.slug, "name": taken.organisation.name, "part": taken.part}
            for taken in partnerships
        ],
        "records": f"{resource('records')}?{urlencode({'inquiry': row.slug})}",
    }


def _records() -> QuerySet[Record]:
    return visible_records(READER).select_related("inquiry")


def _record(row: Record) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "status": row.status,
        "happened_on": row.happened_on,
        "created_at": row.created_at,
        "inquiry": public_slug(row.inquiry),
        "url": whole(row.get_absolute_url()),
        "api": resource("record", key=row.pk),
    }


@record_router.get("/", response=answers(Listing[schemas.RecordItem]), url_name="records")
def records(request: HttpRequest, response: HttpResponse, asked: Query[RecordsAsked]) -> Any:
    """List records, newest first."""
    rows = _records()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.inquiry:
        rows = rows.filter(inquiry__slug=asked.inquiry)
    if asked.since:
        rows = rows.filter(created_at__gte=start_of(asked.since))
    found, cursor = page(rows, ORDER, asked)
    return listing(request, response, [_record(row) for row in found], cursor)


def _steps(row: Record, direction: provenance.Direction) -> list[dict[str, Any]]:
    steps = provenance.steps(row, direction, READER, longest=1)
    return [{"how": str(step.how), "record": record_link(step.record)} for step in steps]


@record_router.get("/{uuid:key}/", response=answers(schemas.Record), url_name="record")
def record(request: HttpRequest, key: uuid.UUID) -> Any:
    """Return a record with what it came from and what became of it."""
    row = get_object_or_404(_records(), pk=key)
    about = row.record_findings.filter(finding__public=True).values_list("finding__digest", flat=True)
    return {
        **_record(row),
        "came_from": _steps(row, "upstream"),
        "led_to": _steps(row, "downstream"),
        "findings": list(about),
        "trail": whole(reverse("inquiries:trail-json", args=[row.pk])),
    }
