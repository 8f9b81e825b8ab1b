"""Posting to Mastodon.

Its API: https://docs.joinmastodon.org/methods/statuses/
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from pshub.delivery.outward import PATIENCE, session
from pshub.publishing.news.networks.messages import Message, fitted
from pshub.publishing.news.networks.outcomes import Unanswered, Unavailable, check

NAME = "Mastodon"
LIMIT = 500
#: However long it is, a link counts for so many characters.
LINK_LENGTH = 23
#: A server remembers a key for an hour, within which the same post sent again is the same post; a little is taken off.
REMEMBERED = timedelta(minutes=50)


def missing() -> str:
    """Return what has to be set up before anything can be sent, or nothing."""
    if settings.MASTODON_URL and settings.MASTODON_TOKEN:
        return ""
    return _("Mastodon is not set up: PSHUB_MASTODON_URL and PSHUB_MASTODON_TOKEN are needed.")


def send(message: Message) -> str:
    """Send a post; sending it again within the hour changes nothing. Return its address there.

    Raises
    ------
    Refused, Unavailable, Unanswered
    """
    import requests

    base = settings.MASTODON_URL.rstrip("/")
    with session() as connection:
        connection.headers["Authorization"] = f"Bearer {settings.MASTODON_TOKEN}"
        told: dict[str, object] = {
            "status": fitted(message, LIMIT, LINK_LENGTH),
            "language": settings.LANGUAGE_CODE[:2],
        }
        try:
            if message.picture is not None:
                files = {"file": ("picture", message.picture.content, message.picture.media_type)}
                said = {"description": message.picture.description}
                answer = connection.post(f"{base}/api/v2/media", files=files, data=said, timeout=PATIENCE)
                told["media_ids"] = [check(answer, NAME)["id"]]
        except (requests.RequestException, KeyError) as problem:
            raise Unavailable(_("The picture could not be sent to Mastodon: %s") % problem) from problem
        try:
            answer = connection.post(
                f"{base}/api/v1/statuses",
                json=told,
                headers={"Idempotency-Key": message.key},
                timeout=PATIENCE,
                allow_redirects=False,
            )
        except requests.ConnectTimeout as problem:
            raise Unavailable(_("Mastodon could not be reached: %s") % problem) from problem
        except requests.RequestException as problem:
            raise Unanswered(_("Mastodon did not answer: %s") % problem) from problem
        return str(check(answer, NAME).get("url") or "")
