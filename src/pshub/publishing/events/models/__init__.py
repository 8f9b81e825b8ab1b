"""Events, who comes to them, and when they are told what."""

from pshub.publishing.events.models.pages import EventHost, EventIndexPage, EventPage, EventPerson
from pshub.publishing.events.models.prints import PrintedSheet
from pshub.publishing.events.models.registrations import Arrangement, Invitation, NeedsNote, Registration

__all__ = [
    "Arrangement",
    "EventHost",
    "EventIndexPage",
    "EventPage",
    "EventPerson",
    "Invitation",
    "NeedsNote",
    "PrintedSheet",
    "Registration",
]
