"""Registering for an event, and giving a registration up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events import seats
from pshub.publishing.events.actions.telling import tell
from pshub.publishing.events.models import EventPage, Invitation, NeedsNote, Registration
from pshub.publishing.events.opening import require_open
from pshub.publishing.events.patience import patient
from pshub.publishing.events.problems import EventRefused

State = Registration.State

#: The letter that each state brings.
LETTERS: dict[str, str] = {
    State.WAITING_APPROVAL: "received",
    State.CONFIRMED: "confirmed",
    State.WAITING: "waiting",
    State.OFFERED: "offered",
    State.DECLINED: "declined",
    State.CANCELLED: "cancelled",
    State.EXPIRED: "expired",
}


def normalised(email: str) -> str:
    """Return an address as it is kept: two that differ in capitals only are one."""
    return email.strip().lower()


@patient
def register(
    *,
    event: EventPage,
    name: str,
    email: str,
    by: Actor,
    organisation: str = "",
    access: str = "",
    dietary: str = "",
    invitation: Invitation | None = None,
) -> Registration:
    """Register somebody: with a seat, on the waiting list, or waiting for approval.

    Whoever is registered already stays as they are and is sent their link again.

    Raises
    ------
    EventRefused
        Where the event takes no registrations, or the invitation was used or has run out.
    """
    require(by, "site.read")
    now = timezone.now()
    with transaction.atomic():
        locked = seats.lock(event.pk)
        require_open(locked, now=now, invited=invitation is not None)
        if invitation is not None:
            invitation = _unused(invitation, now=now)
        needs_approval = locked.registration == EventPage.Mode.APPROVAL and invitation is None
        row, new = _enter(locked, name, email, organisation, by=by, now=now, needs_approval=needs_approval)
        if new:
            _note_needs(row, access, dietary)
            tell(row, LETTERS[row.state])
        else:
            tell(row, "again", once=now.date().isoformat())
        if invitation is not None:
            Invitation.objects.filter(pk=invitation.pk).update(used_at=now, registration=row)
    return row


def add_by_hand(
    *,
    event: EventPage,
    name: str,
    email: str,
    by: Actor,
    organisation: str = "",
    access: str = "",
    dietary: str = "",
) -> Registration:
    """Enter somebody who wrote or rang. Seats and waiting list are the same as for everybody.

    Raises
    ------
    EventRefused
        ``already-registered``, ``called-off`` or ``over``.
    """
    require(by, "events.manage", scope=event.inquiry)
    now = timezone.now()
    with transaction.atomic():
        locked = seats.lock(event.pk)
        if locked.called_off:
            raise EventRefused("called-off", _("The event has been called off."))
        if locked.is_over:
            raise EventRefused("over", _("The event is over, so nobody can be registered for it any more."))
        row, new = _enter(locked, name, email, organisation, by=by, now=now, by_hand=True)
        if not new:
            raise EventRefused(
                "already-registered",
                _("%(name)s is registered with that address already: %(state)s.")
                % {"name": row.name, "state": row.get_state_display()},
            )
        _note_needs(row, access, dietary)
        tell(row, LETTERS[row.state])
    return row


def _unused(invitation: Invitation, *, now: datetime) -> Invitation:
    row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.used_at is not None:
        raise EventRefused("invitation-used", _("This invitation has been used already. It works once."))
    if row.expires_at <= now:
        raise EventRefused("invitation-expired", _("This invitation has run out. Ask us for a new one."))
    return row


def _enter(
    event: EventPage,
    name: str,
    email: str,
    organisation: str,
    *,
    by: Actor,
    now: datetime,
    needs_approval: bool = False,
    by_hand: bool = False,
) -> tuple[Registration, bool]:
    """Return somebody's registration, and whether it is new. The event is locked, and a constraint holds it too."""
    address = normalised(email)
    known = Registration.objects.filter(event=event, email=address, state__in=Registration.LIVE).first()
    if known is not None:
        return known, False
    fields = {"state": State.WAITING_APPROVAL} if needs_approval else seats.place(event)
    row = Registration.objects.create(
        event=event,
        name=name.strip(),
        email=address,
        organisation=organisation.strip(),
        by_hand=by_hand,
        registered_at=now,
        changed_at=now,
        **fields,
    )
    audit(by, verb="registration.made", target=row, detail={"event": event.pk, "state": str(row.state)})
    return row, True


def _note_needs(row: Registration, access: str, dietary: str) -> None:
    if access.strip() or dietary.strip():
        NeedsNote.objects.create(registration=row, access=access.strip(), dietary=dietary.strip())


@patient
def withdraw(*, registration: Registration, by: Actor) -> Registration:
    """Give up one's own registration or offer, by the link that came with it; the seat goes to the next in line.

    Whoever holds the link may do this; the view has checked it.
    """
    require(by, "site.read")
    return _give_up(registration, "registration.withdrawn", by=by)


def cancel(*, registration: Registration, by: Actor) -> Registration:
    """Take somebody off the list, as those who run the event do."""
    require(by, "events.manage", scope=registration.event.inquiry)
    return _give_up(registration, "registration.cancelled", by=by)


def _give_up(registration: Registration, verb: str, *, by: Actor) -> Registration:
    now = timezone.now()
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state not in Registration.LIVE:
            return row
        if row.checked_in_at is not None or event.is_over:
            raise EventRefused("over", _("The event has taken place, so this cannot be cancelled any more."))
        was = row.state
        _set(row, State.CANCELLED, now=now)
        audit(by, verb=verb, target=row, detail={"event": event.pk, "was": str(was)})
        tell(row, "cancelled", was_confirmed=was == State.CONFIRMED)
        pass_on(event, now=now)
    return row


def _set(row: Registration, state: Registration.State, *, now: datetime) -> None:
    row.state, row.changed_at = state, now
    if state not in Registration.SEATED:
        row.seat = None
    row.offer_ends_at = None
    row.save(update_fields=["state", "seat", "offer_ends_at", "changed_at"])


def pass_on(event: EventPage, *, now: datetime) -> int:
    """Offer the free seats of a locked event to those who wait, and tell them; return how many got an offer."""
    offered = list(seats.offer_free_seats(event, now=now))
    for row in offered:
        tell(row, "offered")
    return len(offered)


@patient
def take_up(*, registration: Registration, by: Actor) -> Registration:
    """Take up an offered seat, by the link that came with it.

    Raises
    ------
    EventRefused
        ``no-offer`` or ``offer-ended``.
    """
    require(by, "site.read")
    now = timezone.now()
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state == State.CONFIRMED:
            return row
        if row.state != State.OFFERED or row.offer_ends_at is None:
            raise EventRefused("no-offer", _("No seat is on offer to you at the moment."))
        if row.offer_ends_at <= now:
            raise EventRefused("offer-ended", _("The offer has run out, and the seat went to the next in line."))
        _set(row, State.CONFIRMED, now=now)
        audit(by, verb="registration.offer_taken", target=row, detail={"event": event.pk})
        tell(row, "confirmed")
    return row


def approve(*, registration: Registration, by: Actor) -> Registration:
    """Let somebody in who waits for approval: to a seat, or to the end of the waiting list."""
    require(by, "events.manage", scope=registration.event.inquiry)
    now = timezone.now()
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state != State.WAITING_APPROVAL:
            raise EventRefused("decided-already", _("%(name)s has been decided on already.") % {"name": row.name})
        for name, value in seats.place(event).items():
            setattr(row, name, value)
        row.changed_at = now
        row.save(update_fields=["state", "seat", "turn", "changed_at"])
        audit(by, verb="registration.approved", target=row, detail={"event": event.pk, "state": str(row.state)})
        tell(row, LETTERS[row.state])
    return row


def decline(*, registration: Registration, by: Actor) -> Registration:
    """Turn down somebody who waits for approval."""
    require(by, "events.manage", scope=registration.event.inquiry)
    now = timezone.now()
    with transaction.atomic():
        event = seats.lock(registration.event_id)
        row: Registration = Registration.objects.get(pk=registration.pk)
        if row.state != State.WAITING_APPROVAL:
            raise EventRefused("decided-already", _("%(name)s has been decided on already.") % {"name": row.name})
        _set(row, State.DECLINED, now=now)
        audit(by, verb="registration.declined", target=row, detail={"event": event.pk})
        tell(row, "declined")
    return row


def expire_offers(*, events: Iterable[int] | None = None, by: Actor) -> int:
    """Let offers run out whose time is over, and pass each seat on to the next; return how many ran out."""
    require(by, "events.manage")
    due = Registration.objects.filter(state=State.OFFERED, offer_ends_at__lte=timezone.now())
    chosen = due if events is None else due.filter(event__in=list(events))
    expired = 0
    for event_id in sorted(set(chosen.values_list("event_id", flat=True))):
        with transaction.atomic():
            event, now = seats.lock(event_id), timezone.now()
            for row in Registration.objects.filter(event=event, state=State.OFFERED, offer_ends_at__lte=now):
                _set(row, State.EXPIRED, now=now)
                audit(by, verb="registration.offer_expired", target=row, detail={"event": event.pk})
                tell(row, "expired")
                expired += 1
            pass_on(event, now=now)
    return expired
