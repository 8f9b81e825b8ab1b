"""Links that let in whoever has them: to a registration, signed; by an invitation, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pshub.publishing.events.models import EventPage, Invitation, Registration

_SALT = "pshub.events.registration"


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=".")


def registration_token(registration: Registration) -> str:
    """Return the part of the address by which somebody comes to their registration."""
    return _signer().sign(registration.key.hex)


def registration_address(registration: Registration) -> str:
    """Return the whole address of a registration's page."""
    return settings.BASE_URL + reverse("events:registration", args=[registration_token(registration)])


def registration_of(token: str) -> Registration | None:
    """Return the registration that a link is for; None for a link that is not ours, or whose time is over."""
    try:
        key = uuid.UUID(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found: Registration | None = Registration.objects.filter(key=key).select_related("event").first()
    return found


def link_ends_at(event: EventPage) -> datetime | None:
    """Return the moment from which the links of an event's registrations lead nowhere any more."""
    return event.over_at + timedelta(days=settings.EVENT_LINK_DAYS) if event.over_at else None


def link_is_over(event: EventPage) -> bool:
    """Return whether an event has been over for so long that its links lead nowhere."""
    ends = link_ends_at(event)
    return ends is not None and ends <= timezone.now()


def invitation_token(invitation: Invitation) -> str:
    """Return the secret of an invitation's link. It is worked out from the hub's key, so no row holds it."""
    return salted_hmac("pshub.events.invitation", invitation.nonce.hex, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what is kept of the secret of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def invitation_address(invitation: Invitation) -> str:
    """Return the whole address at which somebody registers by an invitation."""
    return settings.BASE_URL + reverse("events:invitation", args=[invitation_token(invitation)])


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that a link is for, if there is one."""
    found: Invitation | None = Invitation.objects.filter(token_hash=hash_of(token)).select_related("event").first()
    return found
