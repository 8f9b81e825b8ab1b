"""How sending a post can go wrong, in words for whoever wrote it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


class Refused(ValueError):
    """The network will not take the post, today or tomorrow."""

    code = "refused"


class Unavailable(RuntimeError):
    """The network did not take the post now, and is known not to have."""

    code = "unavailable"


class Unanswered(RuntimeError):
    """Nobody knows whether the network took the post."""

    code = "unanswered"


def check(response: Any, network: str) -> dict[str, Any]:
    """Return the JSON object of an answer, or raise what it means that there is none."""
    try:
        told = response.json()
    except ValueError:
        told = {}
    if not isinstance(told, dict):
        told = {}
    if response.ok:
        return told
    said = str(told.get("message") or told.get("error") or response.reason or "")[:300]
    words = _("%(network)s answered %(status)d: %(said)s") % {
        "network": network,
        "status": response.status_code,
        "said": said,
    }
    if response.status_code == 429 or response.status_code >= 500:
        raise Unavailable(words)
    raise Refused(words)
