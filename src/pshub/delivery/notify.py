"""Sending through GOV.UK Notify.

Notify sends nothing but its own templates. It needs one whose subject is ``((subject))`` and whose message is
``((message))``; both are filled with the plain text of ours. It takes no HTML, no headers and no calendar files: the
text says everything, and one-click unsubscribing goes by Notify's own field.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from typing import Any

import requests
from anymail.exceptions import AnymailRequestsAPIError  # type: ignore[import-untyped]
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

ADDRESS = "https://api.notifications.service.gov.uk/v2/notifications/email"
#: Seconds to wait for an answer.
PATIENCE = 30
#: A UUID's length: the key ends with the service's and the secret, joined by dashes.
_UUID = 36


def _part(value: Any) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode("ascii")


def token(key: str, *, now: float) -> str:
    """Return what proves to Notify who we are: a JSON web token (RFC 7519, HS256) for this moment."""
    service, secret = key[-2 * _UUID - 1 : -_UUID - 1], key[-_UUID:]
    signed = f"{_part({'typ': 'JWT', 'alg': 'HS256'})}.{_part({'iss': service, 'iat': int(now)})}"
    return f"{signed}.{_part(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())}"


def request_of(message: EmailMessage, address: str) -> dict[str, Any]:
    """Return what Notify is asked to send to one address."""
    headers = message.extra_headers
    asked: dict[str, Any] = {
        "email_address": address,
        "template_id": settings.NOTIFY_TEMPLATE,
        "personalisation": {"subject": str(message.subject), "message": str(message.body)},
    }
    if "Message-ID" in headers:
        asked["reference"] = headers["Message-ID"]
    if headers.get("List-Unsubscribe-Post"):
        asked["one_click_unsubscribe_url"] = headers["List-Unsubscribe"].strip("<>")
    return asked


class EmailBackend(BaseEmailBackend):
    """Sends messages through GOV.UK Notify."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send messages; return how many.

        Raises
        ------
        AnymailRequestsAPIError
            Where Notify refuses one.
        """
        sent = 0
        for message in email_messages:
            for address in message.recipients():
                answer = requests.post(
                    ADDRESS,
                    json=request_of(message, address),
                    headers={"Authorization": f"Bearer {token(settings.NOTIFY_KEY, now=time.time())}"},
                    timeout=PATIENCE,
                )
                if not answer.ok:
                    raise AnymailRequestsAPIError(
                        f"GOV.UK Notify refused the message: {answer.text[:200]}", response=answer
                    )
            sent += 1
        return sent
