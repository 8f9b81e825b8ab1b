"""What the page of an event shows around its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from pshub.inquiries.imprecise import ImpreciseDate

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventPage


def in_words(event: EventPage) -> str:
    """Return when an event takes place, by its own clock: "Tuesday 7 March 2027, 10 a.m. to 1 p.m."."""
    if event.begins_at is None:
        return ImpreciseDate.parse(event.date_text).text if event.date_text else ""
    begins = event.begins_at.astimezone(event.zone)
    day = formats.date_format(begins, "l j F Y")
    start = formats.date_format(begins, "P")
    if event.ends_at is None:
        return _("%(day)s, %(start)s") % {"day": day, "start": start}
    ends = event.ends_at.astimezone(event.zone)
    end = formats.date_format(ends, "P")
    if ends.date() == begins.date():
        return _("%(day)s, %(start)s to %(end)s") % {"day": day, "start": start, "end": end}
    said = {"day": day, "start": start, "last": formats.date_format(ends, "l j F Y"), "end": end}
    return _("%(day)s, %(start)s to %(last)s, %(end)s") % said


def moment_in_words(moment: datetime, event: EventPage) -> str:
    """Return a moment by the clock of an event: "7 March 2027, 10 a.m."."""
    return formats.date_format(moment.astimezone(event.zone), "j F Y, P")


def clock_in_words(event: EventPage) -> str:
    """Return whose clock that is, where it is not the hub's: "Europe/Paris time"; empty otherwise."""
    if event.begins_at is None or event.time_zone == settings.TIME_ZONE:
        return ""
    return _("%(place)s time") % {"place": event.time_zone.rpartition("/")[2].replace("_", " ")}


def where_in_words(event: EventPage) -> str:
    """Return where everybody may know that it takes place."""
    parts = [event.venue, event.town, *([_("online")] if event.online else [])]
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def parts_of(event: EventPage) -> list[tuple[str, Sequence[Any]]]:
    """Return who takes part, by part."""
    people = list(event.people.select_related("profile", "profile__picture"))
    grouped: list[tuple[str, Sequence[Any]]] = []
    for part, label in type(people[0]).Part.choices if people else ():
        named = [person for person in people if person.part == part]
        if named:
            grouped.append((str(label), named))
    return grouped


def reading(event: EventPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of the page."""
    return {
        "breadcrumbs": [(_("Events"), f"{(event.url or '/').rstrip('/').rpartition('/')[0]}/")],
        "preview": getattr(request, "is_preview", False),
        "when": in_words(event),
        "clock": clock_in_words(event),
        "where": where_in_words(event),
        "parts": parts_of(event),
        "topics": list(event.topics.all()),
        "hosts": [host.organisation for host in event.hosts.select_related("organisation")],
    }
