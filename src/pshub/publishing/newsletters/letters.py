"""The letters that subscribers get besides the newsletter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from pshub.delivery.letters import Letter
from pshub.publishing.newsletters.cards import whole
from pshub.publishing.newsletters.models import Subscriber
from pshub.publishing.newsletters.tokens import confirmation_url, preferences_url, unsubscribe_url


def _letter(subscriber: Subscriber, subject: str, template: str, **more: Any) -> Letter:
    context = {"hub_name": settings.HUB_NAME, "hub_url": whole("/"), "preferences": preferences_url(subscriber), **more}
    # Plain text: what is escaped for HTML would be read as it stands.
    text = render_to_string(f"newsletters/letters/{template}.txt", context)
    return Letter(to=subscriber.email, subject=subject % {"hub": settings.HUB_NAME}, text=text)


def confirmation(subscriber: Subscriber) -> Letter:
    """Ask whether the newsletter is wanted."""
    with override(subscriber.language):
        return _letter(
            subscriber,
            _("Confirm that you want the newsletter of %(hub)s"),
            "confirm",
            url=confirmation_url(subscriber),
        )


def already_subscribed(subscriber: Subscriber) -> Letter:
    """Tell a subscriber that somebody signed them up again."""
    with override(subscriber.language):
        return _letter(
            subscriber,
            _("You already get the newsletter of %(hub)s"),
            "already",
            unsubscribe=unsubscribe_url(subscriber),
        )


def own_link(subscriber: Subscriber) -> Letter:
    """Send the link to the preferences."""
    with override(subscriber.language):
        return _letter(subscriber, _("Your link to the newsletter of %(hub)s"), "own_link")
