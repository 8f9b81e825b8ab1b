"""What the hub forgets of those who came, once it is not needed any more."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.people.personal_data import GONE
from pshub.publishing.events import seats
from pshub.publishing.events.actions.registering import pass_on
from pshub.publishing.events.models import EventPage, Invitation, NeedsNote, Registration

State = Registration.State


def erase_needs(*, by: Actor) -> int:
    """Erase what people needed at events that are over by some days; return how many notes went."""
    require(by, "events.manage")
    ended = timezone.localdate() - timedelta(days=settings.EVENT_NEEDS_DAYS)
    erased = 0
    over = NeedsNote.objects.filter(registration__event__last_day__lt=ended).order_by()
    for event in EventPage.objects.filter(pk__in=over.values("registration__event")):
        with transaction.atomic():
            count, _rows = NeedsNote.objects.filter(registration__event=event).delete()
            # How many there were is all that is kept: who needed what is nobody's business any more.
            audit(by, verb="event.needs_erased", target=event, detail={"notes": count})
        erased += count
    return erased


def erase_addresses(*, by: Actor) -> int:
    """Erase the e-mail addresses of those who registered for, or were invited to, events long over."""
    require(by, "events.manage")
    ended = timezone.localdate() - timedelta(days=round(settings.EVENT_CONTACT_MONTHS * 30.44))
    rows = Registration.objects.filter(event__last_day__lt=ended).exclude(email="")
    invited = Invitation.objects.filter(event__last_day__lt=ended).exclude(email="")
    if not rows.exists() and not invited.exists():
        return 0
    with transaction.atomic():
        count = rows.update(email="") + invited.update(email="", name="")
        audit(by, verb="events.addresses_erased", detail={"addresses": count})
    return count


def erase_person(*, user: User, by: Actor) -> None:
    """Erase what events hold about an account; a seat at an event to come goes to the next in line."""
    require(by, "account.own")
    now = timezone.now()
    with transaction.atomic():
        rows = Registration.objects.filter(email=user.email.lower())
        events = sorted(set(rows.filter(state__in=Registration.LIVE).values_list("event_id", flat=True)))
        for event_id in events:
            event = seats.lock(event_id)
            if not event.is_over:
                rows.filter(event=event, state__in=Registration.LIVE, checked_in_at=None).update(
                    state=State.CANCELLED, seat=None, offer_ends_at=None, changed_at=now
                )
                pass_on(event, now=now)
        NeedsNote.objects.filter(registration__in=rows).delete()
        Invitation.objects.filter(email=user.email.lower()).update(email="", name=GONE)
        rows.update(name=GONE, organisation="", email="")
