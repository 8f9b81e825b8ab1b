"""Events as iCalendar: in the letters to those who come, and in feeds for everybody.

An event has one UID for all time, and the number of its arrangement as SEQUENCE, so that calendars replace what they
have when time or place change. The library is loaded only here, where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from pshub.publishing.events.reading import where_in_words

if TYPE_CHECKING:
    from icalendar import Calendar, Event

    from pshub.publishing.events.models import EventPage

PRODUCT = "-//Public Services Hub//Events//EN"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def uid(event: EventPage) -> str:
    """Return what calendars know an event by, wherever the hub is reached."""
    return str(event.record_id or event.translation_key)


def private_place(event: EventPage) -> str:
    """Return where an event takes place as those know it who come."""
    parts = [event.room, event.venue, *event.address.split("\n"), event.town]
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))


def calendar_event(
    event: EventPage, *, sequence: int, private: bool = False, link: str = "", cancelled: bool = False
) -> Event | None:
    """Return an event of a calendar; None where its date is not known to the day.

    Parameters
    ----------
    sequence
        The number of its arrangement.
    private
        Whether it is for somebody with a seat: then the address and the link to take part are in it.
    link
        The page that it leads to, the event's own unless given.
    """
    from icalendar import Event, vCalAddress, vText

    made = Event()
    made.add("uid", uid(event))
    made.add("sequence", sequence)
    made.add("dtstamp", timezone.now())
    if event.begins_at is not None:
        made.add("dtstart", event.begins_at.astimezone(event.zone))
        if event.ends_at is not None:
            made.add("dtend", event.ends_at.astimezone(event.zone))
    elif event.first_day is not None and event.first_day == event.last_day:
        made.add("dtstart", event.first_day)
        made.add("dtend", event.first_day + timedelta(days=1))
    else:
        return None
    made.add("summary", event.title)
    if where := (private_place(event) if private else where_in_words(event)):
        made.add("location", where)
    address = link or event.full_url or settings.BASE_URL
    words = [event.summary]
    if private:
        words += [event.joining, event.online_link]
    made.add("description", "\n\n".join(part for part in [*words, address] if part))
    made.add("url", address)
    if event.last_published_at is not None:
        made.add("last-modified", event.last_published_at)
    made.add("status", "CANCELLED" if cancelled or event.called_off else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organiser.params["cn"] = vText(settings.HUB_NAME)
    made.add("organizer", organiser)
    return made


def calendar_of(events: Iterable[Any], *, method: str = PUBLISH, name: str = "") -> Calendar:
    """Return a calendar of some events, with the rules of each time zone that they use."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    if name:
        made.add("name", name)
        made.add("x-wr-calname", name)
    days = []
    for event in events:
        made.add_component(event)
        begins = event.decoded("dtstart")
        if isinstance(begins, datetime):
            days.append(begins.date())
    if days:
        year = timedelta(days=366)
        made.add_missing_timezones(first_date=min(days) - year, last_date=max(days) + year)
    return made


def calendar_file(event: EventPage, *, sequence: int, link: str = "", cancelled: bool = False) -> bytes | None:
    """Return the file for somebody who comes, or does not come any more; None where the day is not known."""
    made = calendar_event(event, sequence=sequence, private=not cancelled, link=link, cancelled=cancelled)
    if made is None:
        return None
    method = CANCEL if cancelled or event.called_off else PUBLISH
    content: bytes = calendar_of([made], method=method).to_ical()
    return content
