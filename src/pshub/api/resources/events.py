"""Events, as far as everybody may know of them."""

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
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import EventPage

router = Router(tags=["events"])
ORDER = Order("first_day", date.fromisoformat, **BY_KEY)


class EventsAsked(Asked):
    """What events are asked for."""

    kind: str = Field("", max_length=30, description="Such as seminar.")
    topic: str = Field("", max_length=100, description="Slug of a topic.")
    inquiry: str = Field("", max_length=120, description="Slug of an inquiry.")
    since: date | None = Field(None, description="Not over before that day.")


def _rows() -> QuerySet[EventPage]:
    return (
        published(EventPage.objects.filter(first_day__isnull=False))
        .select_related("inquiry")
        .prefetch_related("topics")
    )


def _item(row: EventPage) -> dict[str, Any]:
    return {
        "id": row.record_id,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "begins_at": row.begins_at and row.begins_at.astimezone(row.zone),
        "ends_at": row.ends_at and row.ends_at.astimezone(row.zone),
        "time_zone": row.time_zone,
        "date_text": row.date_text if row.begins_at is None else "",
        "first_day": row.first_day,
        "last_day": row.last_day,
        "called_off": row.called_off,
        "venue": row.venue,
        "town": row.town,
        "online": row.online,
        "inquiry": public_slug(row.inquiry),
        "topics": sorted(topic.slug for topic in row.topics.all()),
        "url": whole(row.url),
        "api": resource("event", key=row.record_id),
    }


@router.get("/", response=answers(Listing[schemas.EventItem]), url_name="events")
def events(request: HttpRequest, response: HttpResponse, asked: Query[EventsAsked]) -> Any:
    """List events, the last to come first."""
    rows = _rows()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.topic:
        rows = rows.filter(topics__slug=asked.topic)
    if asked.inquiry:
        rows = rows.filter(inquiry__slug=asked.inquiry, inquiry__public=True)
    if asked.since:
        rows = rows.filter(last_day__gte=asked.since)
    found, cursor = page(rows, ORDER, asked)
    return listing(request, response, [_item(row) for row in found], cursor)


@router.get("/{uuid:key}/", response=answers(schemas.Event), url_name="event")
def event(request: HttpRequest, key: uuid.UUID) -> Any:
    """Return an event with who takes part."""
    row = get_object_or_404(_rows(), record=key)
    return {
        **_item(row),
        "people": [{**person(named), "part": named.part} for named in row.people.select_related("profile")],
        "hosts": [host.organisation.name for host in row.hosts.select_related("organisation")],
        "registration": row.registration,
        "capacity": row.capacity,
        "trail": whole(reverse("inquiries:trail-json", args=[row.record_id])),
    }
