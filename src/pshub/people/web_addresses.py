"""Addresses on the web that people type in, which the public site then links to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

SCHEMES = ("http", "https")
_check = URLValidator(schemes=SCHEMES)


def valid_web_address(value: str) -> None:
    """Refuse what is not a whole address of a web page; links that run a script, such as javascript:, above all."""
    scheme = value.strip().partition(":")[0].lower()
    try:
        known = bool(urlsplit(value).scheme)
    except ValueError:
        known = False
    if known and scheme not in SCHEMES:
        raise ValidationError(
            _("“%(scheme)s:” cannot be linked to: give the address of a web page, beginning with https:// or http://."),
            code="bad-scheme",
            params={"scheme": scheme},
        )
    try:
        _check(value)
    except ValidationError:
        raise ValidationError(
            _("“%(value)s” is not a web address: give all of it, such as https://example.org/page."),
            code="bad-address",
            params={"value": value[:100]},
        ) from None
