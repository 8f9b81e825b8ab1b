"""Topics."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from pshub.api import schemas
from pshub.api.addresses import whole
from pshub.api.pagination import BY_KEY, Asked, Listing, Order, listing, page, words
from pshub.api.resources.shared import answers
from pshub.inquiries.models import Topic

router = Router(tags=["topics"])
ORDER = Order("name", words, **BY_KEY, newest_first=False)


def _item(row: Topic) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "name": row.name,
        "description": row.description,
        "url": whole(row.get_absolute_url()),
    }


@router.get("/", response=answers(Listing[schemas.Topic]), url_name="topics")
def topics(request: HttpRequest, response: HttpResponse, asked: Query[Asked]) -> Any:
    """List topics by name."""
    found, cursor = page(Topic.objects.all(), ORDER, asked)
    return listing(request, response, [_item(row) for row in found], cursor)


@router.get("/{slug:slug}/", response=answers(schemas.Topic), url_name="topic")
def topic(request: HttpRequest, slug: str) -> Any:
    """Return a topic."""
    return _item(get_object_or_404(Topic, slug=slug))
