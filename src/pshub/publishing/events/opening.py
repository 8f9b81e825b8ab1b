"""Whether an event takes registrations, and why not."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.reading import moment_in_words

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventPage


class Standing(Enum):
    """How registration for an event stands."""

    NONE = "none"
    UNPUBLISHED = "unpublished"
    CALLED_OFF = "called-off"
    NOT_YET = "not-yet"
    INVITATION = "invitation"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"


def closes_at(event: EventPage) -> datetime | None:
    """Return the moment at which registration closes: the one that was set, and never after the event has begun."""
    begins = event.begins_at or event.over_at
    moments = [moment for moment in (event.registration_closes_at, begins) if moment is not None]
    return min(moments) if moments else None


def standing(event: EventPage, *, now: datetime, invited: bool = False) -> Standing:
    """Return how registration stands for a visitor, or for somebody with an invitation."""
    closes = closes_at(event)
    if not event.live:
        return Standing.UNPUBLISHED
    if event.called_off:
        return Standing.CALLED_OFF
    if event.registration == event.Mode.NONE:
        return Standing.NONE
    if event.over_at is not None and event.over_at <= now:
        return Standing.OVER
    if closes is not None and closes <= now:
        return Standing.CLOSED
    if invited:
        return Standing.OPEN
    if event.registration == event.Mode.INVITATION:
        return Standing.INVITATION
    if event.registration_opens_at is not None and event.registration_opens_at > now:
        return Standing.NOT_YET
    return Standing.OPEN


def reason(event: EventPage, stands: Standing) -> str:
    """Return why somebody cannot register, and what to do."""
    closes, opens = closes_at(event), event.registration_opens_at
    words = {
        Standing.NONE: _("There is no registration for this event."),
        Standing.UNPUBLISHED: _("This event is not on our site at the moment, so nobody can register for it."),
        Standing.CALLED_OFF: _("This event has been called off."),
        Standing.INVITATION: _("This event is for those we invited. To register, use the link in your invitation."),
        Standing.OVER: _("This event is over."),
    }
    if stands is Standing.CLOSED and closes is not None:
        return _("Registration closed on %(when)s") % {"when": moment_in_words(closes, event)}
    if stands is Standing.NOT_YET and opens is not None:
        return _("Registration opens on %(when)s") % {"when": moment_in_words(opens, event)}
    return words.get(stands, "")


def require_open(event: EventPage, *, now: datetime, invited: bool = False) -> None:
    """Raise `EventRefused` unless the event takes registrations."""
    stands = standing(event, now=now, invited=invited)
    if stands is not Standing.OPEN:
        raise EventRefused(stands.value, reason(event, stands))
