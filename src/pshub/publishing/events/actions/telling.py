"""Asking the worker to write to people. What a letter says is worked out when it is written: see `letters`."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events.models import Arrangement, EventPage, Registration
from pshub.publishing.events.topics import LETTER, NEWS


def tell(registration: Registration, kind: str, *, once: str = "", was_confirmed: bool = False) -> None:
    """Ask, in the caller's transaction, for a letter to somebody: each kind once, or once for each `once`."""
    payload = {"registration": registration.pk, "kind": kind, "once": once, "was_confirmed": was_confirmed}
    key = ":".join(part for part in (LETTER, str(registration.pk), kind, once) if part)
    outbox.enqueue(LETTER, payload, key=key)


def tell_those_registered(*, event: EventPage, by: Actor) -> Arrangement | None:
    """Tell those registered when and where the event takes place now, or that it is called off; each change once.

    Returns the arrangement that they are told of; None where they have been told already, or nothing changed.
    """
    require(by, "events.manage", scope=event.inquiry)
    with transaction.atomic():
        EventPage.objects.select_for_update(of=("self",)).get(pk=event.pk)
        last: Arrangement | None = Arrangement.objects.filter(event=event).first()
        if last is None or last.number == 0 or last.told_at is not None:
            return None
        last.told_at, last.told_by = timezone.now(), by.label[:200]
        last.save(update_fields=["told_at", "told_by"])
        outbox.enqueue(NEWS, {"arrangement": last.pk}, key=f"{NEWS}:{last.pk}")
        audit(by, verb="event.change_told", target=event, detail={"arrangement": last.number})
    return last
