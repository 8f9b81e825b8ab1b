"""The signed addresses that a subscriber gets: nothing about them is stored, and nobody can guess one."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.urls import reverse

from pshub.publishing.newsletters.cards import whole
from pshub.publishing.newsletters.models import Subscriber

#: How long a link that confirms works.
CONFIRM_WITHIN = timedelta(days=7)

_own = Signer(salt="pshub.newsletters.subscriber", sep=".")
_confirm = TimestampSigner(salt="pshub.newsletters.confirm", sep=".")


class BadLink(ValueError):
    """A link that was not made by this hub, or not copied whole."""

    code = "bad-link"


class LateLink(ValueError):
    """A link that worked once, and does so no more."""

    code = "late-link"


def token_of(subscriber: Subscriber) -> str:
    """Return what stands for a subscriber in addresses of their own; it does not run out."""
    return _own.sign(str(subscriber.pk))


def key_in(token: str) -> int:
    """Return the key of the subscriber that a token stands for, who may be gone; raise `BadLink`."""
    try:
        return int(_own.unsign(token))
    except (BadSignature, ValueError):
        raise BadLink from None


def confirmation_of(subscriber: Subscriber) -> str:
    """Return what proves that somebody reads at an address."""
    return _confirm.sign(str(subscriber.pk))


def key_confirmed_in(token: str) -> int:
    """Return the key of the subscriber that a confirmation stands for; raise `BadLink` or `LateLink`."""
    try:
        return int(_confirm.unsign(token, max_age=CONFIRM_WITHIN))
    except SignatureExpired:
        raise LateLink from None
    except (BadSignature, ValueError):
        raise BadLink from None


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Return the whole address that unsubscribes: by its button, or by a mail program's one click."""
    return whole(reverse("newsletters:unsubscribe", args=[token_of(subscriber)]))


def preferences_url(subscriber: Subscriber) -> str:
    """Return the whole address of a subscriber's preferences."""
    return whole(reverse("newsletters:preferences", args=[token_of(subscriber)]))


def confirmation_url(subscriber: Subscriber) -> str:
    """Return the whole address that confirms a subscription."""
    return whole(reverse("newsletters:confirm", args=[confirmation_of(subscriber)]))
