"""How mail leaves the hub, from the environment: docs/reference/settings.md lists the variables."""

from __future__ import annotations

import json
import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_OWN = {
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "mailbox": "pshub.delivery.mailbox.EmailBackend",
    "notify": "pshub.delivery.notify.EmailBackend",
}
#: Providers that django-anymail knows, and the name that each gives to its key.
PROVIDERS = {
    "brevo": "API_KEY",
    "mailersend": "API_TOKEN",
    "mailgun": "API_KEY",
    "mailjet": "API_KEY",
    "mailtrap": "API_TOKEN",
    "mandrill": "API_KEY",
    "postal": "API_KEY",
    "postmark": "SERVER_TOKEN",
    "resend": "API_KEY",
    "sendgrid": "API_KEY",
    "sparkpost": "API_KEY",
}
#: How those that sign what they tell of call the key of it; the others send a name and password along.
_SIGNING = {"mailgun": "WEBHOOK_SIGNING_KEY", "mandrill": "WEBHOOK_KEY"}


def mail(*, demo: bool) -> tuple[str, str, dict[str, Any]]:
    """Return the way out, Django's backend for it, and what django-anymail is told."""
    way = os.environ.get("PSHUB_MAIL") or (
        "smtp" if os.environ.get("PSHUB_EMAIL_HOST") else "mailbox" if demo else "console"
    )
    if way == "mailbox" and not demo:
        raise ImproperlyConfigured(
            "PSHUB_MAIL=mailbox keeps mail where everybody in the studio reads it: it is for demonstrations only. "
            "Choose smtp, console, notify or a provider"
        )
    if way in _OWN:
        return way, _OWN[way], {}
    if way not in PROVIDERS:
        known = ", ".join(sorted([*_OWN, *PROVIDERS]))
        raise ImproperlyConfigured(
            f"PSHUB_MAIL={way!r} is no way to send mail that is known here. Choose one of {known}"
        )
    return way, f"anymail.backends.{way}.EmailBackend", _anymail(way)


def _anymail(provider: str) -> dict[str, Any]:
    prefix = provider.upper()
    told: dict[str, Any] = {f"{prefix}_{PROVIDERS[provider]}": os.environ.get("PSHUB_MAIL_KEY", "")}
    if secret := os.environ.get("PSHUB_MAIL_WEBHOOK_SECRET"):
        told[f"{prefix}_{_SIGNING[provider]}" if provider in _SIGNING else "WEBHOOK_SECRET"] = secret
    if more := os.environ.get("PSHUB_ANYMAIL"):
        try:
            told |= dict(json.loads(more))
        except (TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"PSHUB_ANYMAIL is not a JSON object: {error}") from error
    return told
