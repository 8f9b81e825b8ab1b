"""What a topic's page gathers from the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Topic
from pshub.site.search.models import IndexEntry, IndexFacet


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some entries of a topic under a heading, and where all of them are."""

    name: str
    title: str | Promise
    entries: Sequence[IndexEntry]
    more: str = ""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What stands under one heading: kinds of entry, and whether those to come are meant, the soonest first."""

    name: str
    title: str | Promise
    kinds: tuple[str, ...]
    coming: bool = False
    shown: int = 6


SHELVES = (
    _Kind("asked", _("What is being asked"), ("inquiry",)),
    _Kind("events", _("Next events"), ("event",), coming=True, shown=3),
    _Kind("publications", _("Latest publications"), ("publication",)),
    _Kind("news", _("News"), ("news", "post"), shown=3),
    _Kind("elsewhere", _("In the newsletter and elsewhere"), ("newsletter", "mention"), shown=3),
)
PEOPLE = 12


def light(entries: QuerySet[IndexEntry]) -> QuerySet[IndexEntry]:
    """Return entries without their long texts, which lists do not show."""
    return entries.defer("text", "names")


def on_topic(topic: Topic) -> QuerySet[IndexEntry]:
    """Return all that bears a topic."""
    bearing = IndexFacet.objects.filter(facet=IndexFacet.Facet.TOPIC, value=topic.slug).values("entry")
    return light(IndexEntry.objects.filter(pk__in=bearing))


def coming_events(entries: QuerySet[IndexEntry], today: date) -> QuerySet[IndexEntry]:
    """Return events from today on, the soonest first."""
    return entries.filter(kind="event", date__gte=today).order_by("date", "pk")


def shelves(topic: Topic, today: date) -> list[Shelf]:
    """Return what a topic's page shows, empty shelves left out: one query a shelf."""
    everything, found = on_topic(topic), []
    for kind in SHELVES:
        entries = everything.filter(kind__in=kind.kinds).order_by("-date", "-pk")
        if kind.coming:
            entries = coming_events(everything, today)
        shown = list(entries[: kind.shown + 1])
        if shown:
            chosen = "&".join(f"type={name}" for name in kind.kinds)
            more = f"/search/?topic={topic.slug}&{chosen}" if len(shown) > kind.shown or kind.coming else ""
            found.append(Shelf(kind.name, kind.title, shown[: kind.shown], more))
    return found


def people_on(topic: Topic) -> list[IndexEntry]:
    """Return the pages of people who wrote or spoke on a topic, those with most to say first."""
    facets = IndexFacet.objects.filter(
        facet=IndexFacet.Facet.AUTHOR,
        entry__in=IndexFacet.objects.filter(facet=IndexFacet.Facet.TOPIC, value=topic.slug).values("entry"),
    )
    counted = facets.values_list("value").annotate(number=Count("pk")).order_by("-number", "value")
    order = {f"/people/{value}/": place for place, (value, _number) in enumerate(counted[: PEOPLE * 3])}
    pages = light(IndexEntry.objects.filter(kind="person", url__in=order))
    return sorted(pages, key=lambda page: order[page.url])[:PEOPLE]


def with_numbers() -> list[tuple[Topic, int]]:
    """Return all topics, each with how much there is on it."""
    rows = IndexFacet.objects.filter(facet=IndexFacet.Facet.TOPIC).values_list("value").annotate(number=Count("pk"))
    numbers = dict(rows)
    return [(topic, numbers.get(topic.slug, 0)) for topic in Topic.objects.all()]
