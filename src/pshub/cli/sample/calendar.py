"""The sample's dates, counted from the day on which it is loaded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def day(today: date, offset: int, *, weekday: int | None = None) -> date:
    """Return the day so many days from today, or the first such weekday (Monday is 0) from then on."""
    found = today + timedelta(days=offset)
    return found if weekday is None else found + timedelta(days=(weekday - found.weekday()) % 7)


def midnight(on: date) -> datetime:
    """Return the moment at which a day begins where the hub is."""
    return timezone.make_aware(datetime.combine(on, time()))
