"""Tickets: a signed address as a QR code, which whoever works at the door opens with a phone's camera.

A ticket names its event and its registration and is signed for both, so that it cannot be made up, nor be used at
another event. It opens nothing else: who finds one cannot change or cancel the registration.
"""

from __future__ import annotations

import base64
import binascii
import io
import uuid

from django.conf import settings
from django.core import signing
from django.urls import reverse

from pshub.publishing.events.models import Registration

_SALT = "pshub.events.ticket"


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep=".")


def ticket_token(registration: Registration) -> str:
    """Return what a ticket says: event, registration, signature."""
    key = base64.urlsafe_b64encode(registration.key.bytes).decode("ascii").rstrip("=")
    return _signer().sign(f"{registration.event_id}.{key}")


def ticket_address(registration: Registration) -> str:
    """Return the whole address that a ticket's code leads to."""
    return settings.BASE_URL + reverse("event_door:ticket", args=[ticket_token(registration)])


def registration_of_ticket(token: str) -> Registration | None:
    """Return whose ticket it is; None for one that is not ours."""
    try:
        event, _dot, key = _signer().unsign(token).partition(".")
        named = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key}=="))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    rows = Registration.objects.filter(key=named, event_id=int(event)).select_related("event__inquiry")
    found: Registration | None = rows.first()
    return found


def ticket_picture(registration: Registration, *, scale: int = 4) -> str:
    """Return the code of a ticket as SVG, dark on light: cameras read it so in dark mode too."""
    # The library is needed only where a ticket is drawn.
    import segno

    drawn = io.BytesIO()
    code = segno.make(ticket_address(registration), error="m", micro=False)
    code.save(drawn, kind="svg", scale=scale, border=4, light="#fff", xmldecl=False, omitsize=False)
    return drawn.getvalue().decode("utf-8")
