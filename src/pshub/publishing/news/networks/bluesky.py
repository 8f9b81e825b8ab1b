"""Posting to Bluesky, through the AT Protocol.

Its description: https://docs.bsky.app/docs/advanced-guides/posts
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pshub.delivery.outward import PATIENCE, session
from pshub.publishing.news.networks.messages import Message, fitted, links
from pshub.publishing.news.networks.outcomes import Unanswered, Unavailable, check

NAME = "Bluesky"
#: Counted in graphemes there and in code points here, which are never fewer.
LIMIT = 300
COLLECTION = "app.bsky.feed.post"
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def missing() -> str:
    """Return what has to be set up before anything can be sent, or nothing."""
    if settings.BLUESKY_URL and settings.BLUESKY_HANDLE and settings.BLUESKY_APP_PASSWORD:
        return ""
    return _("Bluesky is not set up: PSHUB_BLUESKY_HANDLE and PSHUB_BLUESKY_APP_PASSWORD are needed.")


def record_key(moment: datetime, number: int) -> str:
    """Return a record key (a TID): 53 bits of microseconds since 1970, and 10 bits that tell equal moments apart.

    https://atproto.com/specs/tid
    """
    micros = int(moment.timestamp() * 1_000_000)
    value = (micros & (1 << 53) - 1) << 10 | number % 1024
    return "".join(_DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


def record(message: Message, picture: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record of a post: its words, and each link by the bytes that it covers."""
    text = fitted(message, LIMIT)
    facets = [
        {
            "index": {"byteStart": span.start, "byteEnd": span.end},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": span.url}],
        }
        for span in links(text)
    ]
    moment = message.created_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made: dict[str, Any] = {
        "$type": COLLECTION,
        "text": text,
        "createdAt": moment,
        "langs": [settings.LANGUAGE_CODE[:2]],
    }
    if facets:
        made["facets"] = facets
    if picture is not None and message.picture is not None:
        ratio = {"width": message.picture.width, "height": message.picture.height}
        shown = {"alt": message.picture.description, "image": picture, "aspectRatio": ratio}
        made["embed"] = {"$type": "app.bsky.embed.images", "images": [shown]}
    return made


def send(message: Message) -> str:
    """Write a post under a key of its own, so that writing it again changes nothing. Return its address there.

    Raises
    ------
    Refused, Unavailable, Unanswered
    """
    import requests

    base = f"{settings.BLUESKY_URL.rstrip('/')}/xrpc"
    with session() as connection:
        try:
            signing_in = {"identifier": settings.BLUESKY_HANDLE, "password": settings.BLUESKY_APP_PASSWORD}
            answer = connection.post(
                f"{base}/com.atproto.server.createSession", json=signing_in, timeout=PATIENCE, allow_redirects=False
            )
            signed_in = check(answer, NAME)
            connection.headers["Authorization"] = f"Bearer {signed_in['accessJwt']}"
            blob = None
            if message.picture is not None:
                answer = connection.post(
                    f"{base}/com.atproto.repo.uploadBlob",
                    data=message.picture.content,
                    headers={"Content-Type": message.picture.media_type},
                    timeout=PATIENCE,
                    allow_redirects=False,
                )
                blob = check(answer, NAME)["blob"]
        except (requests.RequestException, KeyError) as problem:
            raise Unavailable(_("Bluesky could not be reached: %s") % problem) from problem
        key = record_key(message.created_at, message.number)
        written = {"repo": signed_in["did"], "collection": COLLECTION, "rkey": key, "record": record(message, blob)}
        try:
            answer = connection.post(
                f"{base}/com.atproto.repo.putRecord", json=written, timeout=PATIENCE, allow_redirects=False
            )
        except requests.RequestException as problem:
            raise Unanswered(_("Bluesky did not answer: %s") % problem) from problem
        check(answer, NAME)
    return f"https://bsky.app/profile/{settings.BLUESKY_HANDLE}/post/{key}"
