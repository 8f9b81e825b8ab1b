"""Bounces and complaints, and the policy about them.

*Hard* bounces make an address undeliverable at once. *Soft* ones do at the third within 30 days. A complaint ends all
mail at once. What follows for its own people each area sees to: it registers a listener.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from anymail.signals import EventType, RejectReason, tracking  # type: ignore[import-untyped]
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from pshub.delivery import schedule
from pshub.delivery.models import AddressTrouble

#: So many soft bounces within this time make an address undeliverable.
SOFT_BOUNCES = 3
SOFT_WITHIN = timedelta(days=30)
#: How long what went wrong is kept.
KEPT = timedelta(days=180)

Kind = AddressTrouble.Kind
Verdict = Literal["undeliverable", "complained"]
Listener = Callable[[str, Verdict], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have a function called, inside the transaction, with an address that gets no more mail and why."""
    if listener not in _listeners:
        _listeners.append(listener)


def report(address: str, kind: Kind, *, detail: str = "", event: str = "", at: datetime | None = None) -> None:
    """Write down what went wrong with an address and draw the consequence.

    Parameters
    ----------
    event
        Names the event, so that a provider may tell of it again without it being counted again.
    """
    address = address.strip().lower()
    if not address:
        return
    with transaction.atomic():
        row = AddressTrouble(
            address=address[:254], kind=kind, detail=detail[:300], event=event[:200] or None, at=at or timezone.now()
        )
        AddressTrouble.objects.bulk_create([row], ignore_conflicts=True)
        verdict = verdict_on(address)
        if verdict is not None:
            for listener in _listeners:
                listener(address, verdict)


def verdict_on(address: str) -> Verdict | None:
    """Return what follows from all that went wrong with an address; None where it may have mail."""
    counts = ~Q(kind=Kind.SOFT) | Q(at__gte=timezone.now() - SOFT_WITHIN)
    kinds = list(AddressTrouble.objects.filter(counts, address=address).values_list("kind", flat=True))
    if Kind.COMPLAINT in kinds:
        return "complained"
    if Kind.HARD in kinds or kinds.count(Kind.SOFT) >= SOFT_BOUNCES:
        return "undeliverable"
    return None


def forgive(address: str) -> None:
    """Forget what went wrong with an address: whoever reads there has just proved that mail arrives and is wanted."""
    AddressTrouble.objects.filter(address=address.strip().lower()).delete()


#: Reasons of a provider that mean: nobody can be reached there.
_FOR_GOOD = {RejectReason.BOUNCED, RejectReason.INVALID}


def kind_of_event(event: Any) -> Kind | None:
    """Return what an event of a provider means by our policy; None where it means nothing to us."""
    if event.event_type in {EventType.COMPLAINED, EventType.UNSUBSCRIBED}:
        return Kind.COMPLAINT
    if event.event_type in {EventType.BOUNCED, EventType.REJECTED}:
        if event.reject_reason == RejectReason.UNSUBSCRIBED:
            return Kind.COMPLAINT
        return Kind.HARD if event.reject_reason in _FOR_GOOD else Kind.SOFT
    return None


@receiver(tracking, dispatch_uid="pshub.delivery.troubles")
def tell_of_event(sender: Any, event: Any, esp_name: str, **_more: Any) -> None:
    """Take up what a provider tells of, after its signature has been checked."""
    kind = kind_of_event(event)
    if kind is None or not event.recipient:
        return
    name = f"{esp_name}:{event.event_id}" if event.event_id else ""
    said = " ".join(str(part) for part in (event.description, event.mta_response) if part)
    report(event.recipient, kind, detail=said, event=name, at=event.timestamp)


@schedule.every(minutes=24 * 60, name="delivery.troubles")
def forget_old_troubles() -> int:
    """Delete what went wrong long ago."""
    deleted, _ = AddressTrouble.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted
