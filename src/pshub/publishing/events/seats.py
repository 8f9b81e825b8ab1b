"""Seats and the waiting list of one event. Everything here runs under the lock of the event's row.

Whoever wants to count or change seats locks the row first, so that of two at once one sees what the other did. (On
SQLite a transaction that writes has the whole database to itself.) A seat is a number, unique in its event by a
constraint, and no number above the capacity is given out while that many are held.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import Max

from pshub.publishing.events.models import EventPage, Registration

State = Registration.State


def lock(event_id: int) -> EventPage:
    """Return an event whose row is locked until the transaction ends."""
    event: EventPage = EventPage.objects.select_for_update(of=("self",)).get(pk=event_id)
    return event


def _free_seat(event: EventPage) -> int | None:
    """Return the lowest seat that nobody holds; None where all are taken."""
    held = Registration.objects.filter(event=event, state__in=Registration.SEATED)
    if event.capacity is None:
        return (held.aggregate(last=Max("seat"))["last"] or 0) + 1
    taken = set(held.values_list("seat", flat=True))
    if len(taken) >= event.capacity:
        return None
    return next(seat for seat in count(1) if seat not in taken)


def _waiting(event: EventPage) -> Any:
    return Registration.objects.filter(event=event, state=State.WAITING).order_by("turn")


def place(event: EventPage) -> dict[str, Any]:
    """Return what somebody new gets: a seat, or the end of the waiting list."""
    # Whoever waits comes first, so nobody new is seated while somebody does.
    seat = None if _waiting(event).exists() else _free_seat(event)
    if seat is not None:
        return {"state": State.CONFIRMED, "seat": seat, "turn": None}
    last = Registration.objects.filter(event=event).aggregate(last=Max("turn"))["last"] or 0
    return {"state": State.WAITING, "seat": None, "turn": last + 1}


def deadline(event: EventPage) -> datetime | None:
    """Return the moment after which no seat is offered or given any more."""
    return event.begins_at or event.over_at


def offer_free_seats(event: EventPage, *, now: datetime) -> Iterator[Registration]:
    """Offer seats that are free to those who wait, first come first served; yield each that got one."""
    last = deadline(event)
    if not event.live or event.called_off or (last is not None and last <= now):
        return
    for registration in _waiting(event):
        seat = _free_seat(event)
        if seat is None:
            return
        ends = now + timedelta(hours=event.offer_hours)
        registration.state, registration.seat = State.OFFERED, seat
        registration.offer_ends_at = min(ends, last) if last is not None else ends
        registration.changed_at = now
        registration.save(update_fields=["state", "seat", "offer_ends_at", "changed_at"])
        yield registration


def place_in_line(registration: Registration) -> int:
    """Return how far back somebody on the waiting list is; 1 is next."""
    before = _waiting(registration.event).filter(turn__lt=registration.turn)
    return int(before.count()) + 1


def is_full(event: EventPage) -> bool:
    """Return whether somebody new would go to the waiting list. Asked without the lock: a hint for readers."""
    if event.capacity is None:
        return bool(_waiting(event).exists())
    standing = Registration.objects.filter(event=event, state__in=[*Registration.SEATED, State.WAITING])
    return bool(standing.count() >= event.capacity)
