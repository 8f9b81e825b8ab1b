"""The outbox: work queued in the same transaction as the change that asks for it, done after the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.delivery.models import OutboxMessage

Handler = Callable[[Mapping[str, Any]], None]
_handlers: dict[str, Handler] = {}


class UnknownTopic(LookupError):
    """Nobody registered a handler for a topic."""

    code = "unknown-topic"

    def __init__(self, topic: str) -> None:
        self.topic = topic
        super().__init__(f"no handler is registered for the outbox topic {topic!r}")


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register the function that does what messages of a topic ask. It must be safe to run again."""

    def register(function: Handler) -> Handler:
        _handlers[topic] = function
        return function

    return register


def handler_of(topic: str) -> Handler:
    """Return the handler of a topic, or raise `UnknownTopic`."""
    try:
        return _handlers[topic]
    except KeyError:
        raise UnknownTopic(topic) from None


def enqueue(topic: str, payload: Mapping[str, Any], *, key: str, due_at: datetime | None = None) -> OutboxMessage:
    """Queue a message inside the caller's transaction and hand it to the worker after the commit.

    Asking again with the same key returns the message that is already there.
    """
    handler_of(topic)
    message, created = OutboxMessage.objects.get_or_create(
        key=key, defaults={"topic": topic, "payload": dict(payload), "due_at": due_at or timezone.now()}
    )
    if created and due_at is None:
        from pshub.delivery.tasks import deliver

        # The change is made by then: where the queue can't be written to, `deliver_due` finds the message later.
        transaction.on_commit(lambda: deliver.enqueue(message.pk), robust=True)
    return message
