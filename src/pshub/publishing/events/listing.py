"""The list of events: those to come and those that were, narrowed by kind, topic, place and inquiry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest
from django.utils import timezone

from pshub.inquiries.models import Place, Topic
from pshub.inquiries.querysets import visible_inquiries
from pshub.people.requests import actor_of

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventIndexPage, EventPage

ON_A_PAGE = 12
#: How long an event is taken to last that says only when it begins; the models reckon with the same.
LASTS = timedelta(hours=2)
FILTERS = ("kind", "topic", "place", "inquiry", "year")


def published(events: QuerySet[EventPage]) -> QuerySet[EventPage]:
    """Return those that everybody may read."""
    found: QuerySet[EventPage] = events.live().public().filter(record__isnull=False)  # type: ignore[attr-defined]
    return found


def _to_come(now: datetime) -> Q:
    return (
        Q(ends_at__gt=now)
        | Q(ends_at=None, begins_at__gt=now - LASTS)
        | Q(begins_at=None, last_day__gte=timezone.localdate(now))
    )


def coming(events: QuerySet[EventPage], *, now: datetime | None = None) -> QuerySet[EventPage]:
    """Return those that are not over, the next first.

    What can begin any day now, because its date is known only roughly, stands with what begins today, after it.
    """
    now = now or timezone.now()
    soonest = Greatest("first_day", Value(timezone.localdate(now)), output_field=DateField())
    return events.filter(_to_come(now)).order_by(soonest, "last_day", F("begins_at").asc(nulls_last=True), "pk")


def over(events: QuerySet[EventPage], *, now: datetime | None = None) -> QuerySet[EventPage]:
    """Return those that are over, the last first."""
    now = now or timezone.now()
    return events.exclude(_to_come(now)).order_by(
        "-first_day", "-last_day", F("begins_at").desc(nulls_last=True), "-pk"
    )


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}


def narrowed(events: QuerySet[EventPage], asked: dict[str, str]) -> QuerySet[EventPage]:
    """Narrow events to what an address asks for. A place is the event's own, or else its inquiry's."""
    if asked["kind"]:
        events = events.filter(kind=asked["kind"])
    if asked["topic"]:
        events = events.filter(topics__slug=asked["topic"])
    if asked["place"]:
        events = events.filter(Q(place__slug=asked["place"]) | Q(place=None, inquiry__place__slug=asked["place"]))
    if asked["inquiry"]:
        events = events.filter(inquiry__slug=asked["inquiry"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:
        events = events.filter(first_day__year=int(asked["year"]))
    return events


def _facets(everything: QuerySet[EventPage], request: HttpRequest) -> dict[str, Any]:
    """Return what the list can be narrowed by: only what some event has."""
    from pshub.publishing.events.models import EventPage

    rows: Sequence[tuple[Any, ...]] = list(
        everything.order_by()
        .values_list("kind", Coalesce("place", "inquiry__place"), "inquiry", "first_day__year")
        .distinct()
    )
    kinds, places, inquiries, years = ({row[at] for row in rows} - {None} for at in range(4))
    return {
        "kinds": [choice for choice in EventPage.Kind.choices if choice[0] in kinds],
        "places": Place.objects.filter(pk__in=places),
        "topics": Topic.objects.filter(pk__in=everything.order_by().values("topics")),
        "inquiries": visible_inquiries(actor_of(request)).filter(pk__in=inquiries).order_by("title"),
        "years": [str(year) for year in sorted(years, reverse=True)],
    }


def listing(index: EventIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the list, and what it can be narrowed by; the same number of queries for any number of rows."""
    from pshub.publishing.events.listing_cards import cards
    from pshub.publishing.events.models import EventPage

    now = timezone.now()
    everything = published(EventPage.objects.child_of(index))
    asked = _asked(request)
    past = request.GET.get("when") == "past"
    if not past:
        asked["year"] = ""
    found = narrowed(everything, asked)
    chosen = over(found, now=now) if past else coming(found, now=now)
    page = Paginator(chosen.select_related("inquiry"), ON_A_PAGE).get_page(request.GET.get("page"))
    return {
        "shown": page,
        "cards": cards(page, now=now, request=request),
        "past": past,
        "asked": asked,
        "narrowed": any(asked.values()),
        **_facets(everything, request),
    }
