"""Who is expected at the door of an event, who is here, and who is meant by some letters of a name."""

from __future__ import annotations

from dataclasses import dataclass

from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.surnames import by_surname, folded

State = Registration.State

#: More than this a phone does not show at once: the rest is found by name.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Door:
    """What whoever works at the door sees: counts over everybody, and those who were looked for."""

    expected: int
    here: int
    without_registration: int
    people: list[Registration]
    more: int

    @property
    def missing(self) -> int:
        """How many are expected and not here yet."""
        return self.expected - self.here


def door(event: EventPage, *, asked: str = "") -> Door:
    """Return who is expected, narrowed to those with all the words that were typed in name or organisation.

    Who waits for a seat is found by name and not listed otherwise. One query.
    """
    rows = list(
        Registration.objects.filter(event=event, state__in=Registration.LIVE).only(
            "id", "event_id", "name", "organisation", "state", "by_hand", "email", "checked_in_at", "checked_in_by"
        )
    )
    seated = [row for row in rows if row.state == State.CONFIRMED]
    words = folded(asked).split()
    if words:
        found = [row for row in rows if all(word in folded(f"{row.name} {row.organisation}") for word in words)]
    else:
        found = seated
    found.sort(key=lambda row: (by_surname(row.name), row.pk))
    return Door(
        expected=len(seated),
        here=sum(row.checked_in_at is not None for row in seated),
        without_registration=sum(row.by_hand and not row.email for row in seated),
        people=found[:SHOWN],
        more=len(found) - SHOWN if len(found) > SHOWN else 0,
    )
