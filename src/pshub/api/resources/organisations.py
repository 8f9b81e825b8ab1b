"""Organisations that the public site names."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from pshub.api import schemas
from pshub.api.addresses import whole
from pshub.api.pagination import BY_KEY, Asked, Listing, Order, listing, page, words
from pshub.api.resources.shared import READER, answers
from pshub.inquiries.models import Partnership
from pshub.inquiries.querysets import visible_inquiries
from pshub.people.models import Organisation
from pshub.people.profiles.appearances import named_organisations

router = Router(tags=["organisations"])
ORDER = Order("name", words, **BY_KEY, newest_first=False)


def _rows() -> QuerySet[Organisation]:
    visible = Partnership.objects.filter(inquiry__in=visible_inquiries(READER)).select_related("inquiry")
    named = Organisation.objects.filter(named_organisations()).values("pk")
    return Organisation.objects.filter(pk__in=named).prefetch_related(Prefetch("partnerships", queryset=visible))


def _item(row: Organisation) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "url": whole(row.get_absolute_url()),
        "kind": row.kind,
        "website": row.website,
        "description": row.description,
        "inquiries": sorted(taken.inquiry.slug for taken in row.partnerships.all()),
    }


@router.get("/", response=answers(Listing[schemas.Organisation]), url_name="organisations")
def organisations(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """List organisations by name."""
    found, cursor = page(_rows(), ORDER, asked)
    return listing(request, response, [_item(row) for row in found], cursor)


@router.get("/{slug:slug}/", response=answers(schemas.Organisation), url_name="organisation")
def organisation(request: HttpRequest, slug: str) -> Any:
    """Return an organisation."""
    return _item(get_object_or_404(_rows(), slug=slug))
