"""Sending posts on to other networks, by way of the outbox."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.news.models import Post, PostDelivery
from pshub.publishing.news.topics import SEND

Network = PostDelivery.Network
State = PostDelivery.State


class DeliveryError(ValueError):
    """A post cannot be sent again."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def wanted(post: Post) -> list[str]:
    """Return the networks that a post is to go to."""
    chosen = ((Network.MASTODON, post.to_mastodon), (Network.BLUESKY, post.to_bluesky))
    return [network.value for network, asked in chosen if asked]


def send_out(*, post: Post, by: Actor) -> None:
    """Queue a public post for the networks it is to go to, each once; part of publishing, in its transaction."""
    require(by, "news.post")
    if not post.live:
        return
    for network in wanted(post):
        # Of two that publish at once one writes the row, and only that one queues the message.
        rows = PostDelivery.objects.bulk_create([PostDelivery(post=post, network=network)], ignore_conflicts=True)
        for row in rows:
            stored = PostDelivery.objects.get(post=post, network=row.network)
            outbox.enqueue(SEND, {"delivery": stored.pk}, key=f"{SEND}:{stored.pk}")


def send_again(*, delivery: PostDelivery, by: Actor) -> PostDelivery:
    """Queue a post that did not arrive once more.

    Raises
    ------
    DeliveryError
        ``not-failed`` where it has arrived or is still on its way; ``not-public`` where the post is not public.
    """
    require(by, "news.post")
    with transaction.atomic():
        stored = PostDelivery.objects.select_for_update().select_related("post").get(pk=delivery.pk)
        if stored.state != State.FAILED:
            raise DeliveryError("not-failed", _("It has not failed, so there is nothing to send again."))
        if not stored.post.live:
            raise DeliveryError("not-public", _("The post is not on the site: publish it first."))
        stored.state, stored.reason, stored.attempts, stored.unanswered_since = State.WAITING, "", 0, None
        stored.save(update_fields=["state", "reason", "attempts", "unanswered_since"])
        entry = audit(by, verb="post.sent_again", target=stored.post, detail={"network": stored.network})
        outbox.enqueue(SEND, {"delivery": stored.pk}, key=f"{SEND}:{stored.pk}:{entry.pk}")
    return stored
