"""Checking people in at the door."""

from __future__ import annotations

import uuid
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events import seats
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.problems import EventRefused

State = Registration.State


def check_in(*, registration: Registration, by: Actor) -> Registration:
    """Note that somebody with a seat is here. Saying so again changes nothing, so a button may be pressed twice.

    Raises
    ------
    EventRefused
        ``no-seat`` where they have none: `let_in` gives them one.
    """
    require(by, "events.check_in", scope=registration.event.inquiry)
    with transaction.atomic():
        seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state != State.CONFIRMED:
            message = _("%(name)s has no seat: %(state)s.")
            raise EventRefused("no-seat", message % {"name": row.name, "state": row.get_state_display().lower()})
        _note_here(row, by=by)
    return row


def let_in(*, registration: Registration, by: Actor) -> Registration:
    """Give a seat to somebody at the door who has none, and note that they are here.

    Whoever is at the door sees whether there is room; the number of seats that was announced does not stop them.
    """
    require(by, "events.check_in", scope=registration.event.inquiry)
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state in (State.CANCELLED, State.DECLINED, State.EXPIRED):
            message = _("%(name)s is not registered any more. Add them as somebody without registration.")
            raise EventRefused("not-registered", message % {"name": row.name})
        if row.state != State.CONFIRMED:
            was = row.state
            row.seat = row.seat or _any_seat(event)
            row.state, row.offer_ends_at, row.changed_at = State.CONFIRMED, None, timezone.now()
            row.save(update_fields=["seat", "state", "offer_ends_at", "changed_at"])
            audit(by, verb="registration.let_in", target=row, detail={"event": event.pk, "was": str(was)})
        _note_here(row, by=by)
    return row


def undo_check_in(*, registration: Registration, by: Actor) -> Registration:
    """Take back that somebody is here."""
    require(by, "events.check_in", scope=registration.event.inquiry)
    with transaction.atomic():
        seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.checked_in_at is not None:
            row.checked_in_at, row.checked_in_by = None, ""
            row.save(update_fields=["checked_in_at", "checked_in_by"])
            audit(by, verb="registration.check_in_undone", target=row, detail={"event": row.event_id})
    return row


def add_walk_in(*, event: EventPage, name: str, key: uuid.UUID, by: Actor, organisation: str = "") -> Registration:
    """Enter somebody who came without registering, and note that they are here.

    Parameters
    ----------
    key
        Chosen when the form was shown: the same form sent twice enters one person.
    """
    require(by, "events.check_in", scope=event.inquiry)
    with transaction.atomic():
        locked = seats.lock(event.pk)
        if locked.called_off:
            raise EventRefused("called-off", _("The event has been called off."))
        row, new = Registration.objects.get_or_create(
            key=key,
            defaults={
                "event": locked,
                "name": name.strip(),
                "organisation": organisation.strip(),
                "state": State.CONFIRMED,
                "seat": _any_seat(locked),
                "by_hand": True,
                "checked_in_at": timezone.now(),
                "checked_in_by": by.label[:200],
            },
        )
        if row.event_id != locked.pk:
            raise EventRefused("not-here", _("This form is for another event. Open the page again."))
        if new:
            audit(by, verb="registration.walked_in", target=row, detail={"event": locked.pk})
    return row


def _note_here(row: Registration, *, by: Actor) -> None:
    if row.checked_in_at is None:
        row.checked_in_at, row.checked_in_by = timezone.now(), by.label[:200]
        row.save(update_fields=["checked_in_at", "checked_in_by"])
        audit(by, verb="registration.checked_in", target=row, detail={"event": row.event_id})


def _any_seat(event: EventPage) -> int:
    """Return the lowest number that nobody holds, beyond the seats that were announced too."""
    held = set(Registration.objects.filter(event=event, state__in=Registration.SEATED).values_list("seat", flat=True))
    return next(seat for seat in count(1) if seat not in held)
