"""What the page of an event shows of registration: the form, or why there is none."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from pshub.publishing.events.models import EventPage
from pshub.publishing.events.opening import Standing, closes_at, reason, standing
from pshub.publishing.events.reading import moment_in_words
from pshub.publishing.events.registration_forms import RegistrationForm
from pshub.publishing.events.seats import is_full


def registering(event: EventPage) -> dict[str, Any]:
    """Return what the page says about registration, and the form where it is open."""
    stands = standing(event, now=timezone.now())
    if stands is not Standing.OPEN:
        return {"stands": stands.value, "why_not": reason(event, stands), "form": None}
    closes = closes_at(event)
    return {
        "stands": stands.value,
        "why_not": "",
        "full": is_full(event),
        "by_approval": event.registration == event.Mode.APPROVAL,
        "closes": moment_in_words(closes, event) if closes else "",
        "form": RegistrationForm(ask_needs=event.ask_needs, needs_days=settings.EVENT_NEEDS_DAYS),
    }
