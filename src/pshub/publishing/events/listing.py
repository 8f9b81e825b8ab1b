"""The list of events: those to come, and those that were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventIndexPage, EventPage


def published(events: QuerySet[EventPage]) -> QuerySet[EventPage]:
    """Return those that everybody may read."""
    found: QuerySet[EventPage] = events.live().public().filter(record__isnull=False)  # type: ignore[attr-defined]
    return found


def listing(index: EventIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the events to come, the next first, and those that were, the last first."""
    from pshub.publishing.events.models import EventPage

    today = timezone.localdate()
    found = published(EventPage.objects.child_of(index))
    return {
        "coming": found.filter(last_day__gte=today).order_by("first_day", "pk"),
        "past": found.filter(last_day__lt=today).order_by("-first_day", "-pk")[:50],
    }
