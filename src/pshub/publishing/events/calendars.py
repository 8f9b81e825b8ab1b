"""Calendars (iCalendar) for everybody: all events, those of a topic, and one at a time.

Nothing that only those registered may know is in them: the place is what the page says to all. An event without a time
stands as whole days; where the day is not fixed yet it is tentative and leaves people free, and what is known less
exactly than to the month is left out until it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum
from django.utils import timezone, translation

from pshub.inquiries.imprecise import ImpreciseDate
from pshub.publishing.events import attached_calendars
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import Arrangement, EventPage
from pshub.publishing.events.reading import where_in_words

if TYPE_CHECKING:
    from icalendar import Calendar, Event

#: How long what is over stays in the calendars.
KEPT = timedelta(days=365)
#: How often programs are asked to look again.
REFRESH = timedelta(hours=6)
#: The longest span of days that stands in a calendar where the day is not fixed yet: a month.
LONGEST_SPAN = timedelta(days=30)
MEDIA_TYPE = "text/calendar; charset=utf-8"


def roughly(event: EventPage) -> ImpreciseDate | None:
    """Return the date of an event whose day is not fixed; None where it is."""
    when = ImpreciseDate.parse(event.date_text) if event.begins_at is None and event.date_text else None
    return when if when is not None and not when.is_exact else None


def has_place_in_calendars(event: EventPage) -> bool:
    """Return whether it is known exactly enough when an event takes place."""
    if event.first_day is None or event.last_day is None:
        return False
    return event.begins_at is not None or event.last_day - event.first_day <= LONGEST_SPAN


def entry(event: EventPage, *, number: int) -> Event:
    """Return an event as it stands in everybody's calendar; `number` rises with each change of time or place."""
    made = attached_calendars.calendar_event(event, sequence=number) or _tentative(event, number)
    revised = event.last_published_at or timezone.now()
    # Without a method, the stamp is when it last changed: so what has not changed stays the same to the byte.
    for name, value in (("dtstamp", revised), ("last-modified", revised), ("created", event.first_published_at)):
        made.pop(name, None)
        made.add(name, value or revised)
    made.add("categories", [str(event.get_kind_display()), *(topic.name for topic in event.topics.all())])
    return made


def _tentative(event: EventPage, number: int) -> Event:
    from icalendar import Event

    when = roughly(event)
    made = Event()
    made.add("uid", attached_calendars.uid(event))
    made.add("sequence", number)
    made.add("dtstart", event.first_day)
    # The end of whole days is the day after them.
    made.add("dtend", (event.last_day or date.min) + timedelta(days=1))
    made.add("summary", f"{event.title} ({when.text})" if when else event.title)
    if where := where_in_words(event):
        made.add("location", where)
    made.add("description", f"{event.summary}\n\n{event.full_url or ''}".strip())
    made.add("url", event.full_url or "")
    made.add("status", "CANCELLED" if event.called_off else "TENTATIVE")
    made.add("transp", "TRANSPARENT")
    return made


def calendar(events: Iterable[EventPage], *, name: str, address: str = "") -> Calendar:
    """Return a calendar of some events, with time zones; with an address, one that programs come back to."""
    shown = [event for event in events if has_place_in_calendars(event)]
    changes = numbers(shown)
    made = attached_calendars.calendar_of((entry(event, number=changes.get(event.pk, 0)) for event in shown), name=name)
    # A method belongs to what is sent to somebody.
    made.pop("method", None)
    if address:
        made.add("url", address)
        made.add("source", address)
        made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        made.add("x-published-ttl", "PT6H")
    return made


def numbers(events: Iterable[EventPage]) -> dict[int, int]:
    """Return how many times the time or place of each event has changed; one query."""
    rows = Arrangement.objects.filter(event__in=[event.pk for event in events]).order_by()
    return dict(rows.values_list("event").annotate(number=Max("number")))


def in_calendars(*, topic: str = "") -> QuerySet[EventPage]:
    """Return the public events of calendars: all to come, and those of the last year."""
    events = published(EventPage.objects.all()).filter(last_day__gte=timezone.localdate() - KEPT)
    if topic:
        events = events.filter(topics__slug=topic)
    return events.order_by("first_day", "begins_at", "pk")


def feed(*, name: str, address: str, topic: str = "") -> tuple[bytes, str]:
    """Return a calendar feed and its entity tag; made anew only where an event has changed or a year has gone by."""
    events = in_calendars(topic=topic)
    state = events.order_by().aggregate(count=Count("pk"), keys=Sum("pk"), last=Max("last_published_at"))
    made_of = (sorted(state.items()), topic, name, address, translation.get_language())
    key = f"events.calendar:{hashlib.sha256(repr(made_of).encode()).hexdigest()}"
    held: tuple[bytes, str] | None = cache.get(key)
    if held is None:
        content = calendar(events.prefetch_related("topics"), name=name, address=address).to_ical()
        held = (content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
        cache.set(key, held, timeout=int(REFRESH.total_seconds()))
    return held


def one(event: EventPage) -> bytes:
    """Return the calendar with a single event, for adding it to one's own."""
    content: bytes = calendar([event], name=event.title).to_ical()
    return content
