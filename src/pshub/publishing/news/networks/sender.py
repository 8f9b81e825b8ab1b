"""What the worker does to send a post to another network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery import outbox
from pshub.delivery.outward import InwardRequest
from pshub.delivery.tasks import MOST_ATTEMPTS
from pshub.publishing.news.models import PostDelivery
from pshub.publishing.news.networks import bluesky, mastodon
from pshub.publishing.news.networks.messages import Message
from pshub.publishing.news.networks.outcomes import Refused, Unanswered, Unavailable
from pshub.publishing.news.networks.pictures import picture_of
from pshub.publishing.news.topics import SEND

Network = PostDelivery.Network
State = PostDelivery.State


@dataclass(frozen=True, slots=True)
class Way:
    """How one network is reached.

    Attributes
    ----------
    missing
        Returns what has to be set up first, or nothing.
    send
        Sends a message and returns its address.
    remembered
        For how long sending the same again is known to change nothing; None for ever.
    """

    missing: Callable[[], str]
    send: Callable[[Message], str]
    remembered: timedelta | None


WAYS: dict[str, Way] = {
    Network.MASTODON: Way(mastodon.missing, mastodon.send, mastodon.REMEMBERED),
    Network.BLUESKY: Way(bluesky.missing, bluesky.send, None),
}


def message_of(delivery: PostDelivery) -> Message:
    """Return what is sent of a post; the same on every attempt."""
    post = delivery.post
    address = f"{settings.BASE_URL}{post.get_absolute_url()}"
    return Message(
        text=post.text.strip(),
        link=post.link,
        address=address,
        key=f"{address}#{delivery.network}-{delivery.pk}",
        number=delivery.pk,
        created_at=delivery.created_at,
        picture=picture_of(post.picture, post.picture_description) if post.picture else None,
    )


def _end(delivery: PostDelivery, state: str, **fields: Any) -> None:
    PostDelivery.objects.filter(pk=delivery.pk).update(state=state, unanswered_since=None, **fields)


def _reason_not_to(delivery: PostDelivery, way: Way) -> str:
    """Return why a post is not to be sent, or nothing."""
    if not delivery.post.live:
        return _("The post was taken off the site before it was sent.")
    asked = delivery.unanswered_since
    if asked is not None and way.remembered is not None and timezone.now() - asked > way.remembered:
        return _("Nobody answered whether it arrived. Look there before you send it again.")
    return way.missing()


@outbox.handler(SEND)
def send(payload: Mapping[str, Any]) -> None:
    """Send a post to one network. Done again after a crash it does not post a second time."""
    delivery = PostDelivery.objects.select_related("post__picture").filter(pk=payload["delivery"]).first()
    if delivery is None or delivery.state != State.WAITING:
        return
    way = WAYS[delivery.network]
    if reason := _reason_not_to(delivery, way):
        _end(delivery, State.FAILED, reason=reason)
        return
    message, unanswered_before = message_of(delivery), delivery.unanswered_since
    delivery.attempts += 1
    delivery.unanswered_since = unanswered_before or timezone.now()
    delivery.save(update_fields=["attempts", "unanswered_since"])
    try:
        address = way.send(message)
    except (Refused, InwardRequest) as refused:
        _end(delivery, State.FAILED, reason=str(refused))
    except Unavailable as problem:
        _try_later(delivery, problem, unanswered_before)
    except Unanswered as problem:
        _try_later(delivery, problem, delivery.unanswered_since)
    else:
        _end(delivery, State.SENT, address=address, sent_at=timezone.now(), reason="")


def _try_later(delivery: PostDelivery, problem: Exception, unanswered_since: datetime | None) -> None:
    """Note why it was not sent, and let the outbox try again, unless it has tried often enough."""
    if delivery.attempts >= MOST_ATTEMPTS:
        _end(delivery, State.FAILED, reason=str(problem))
        return
    PostDelivery.objects.filter(pk=delivery.pk).update(reason=str(problem), unanswered_since=unanswered_since)
    raise problem
