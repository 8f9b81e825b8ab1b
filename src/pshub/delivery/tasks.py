"""Background tasks that empty the outbox."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from pshub.delivery import outbox, schedule
from pshub.delivery.models import OutboxMessage

MOST_ATTEMPTS = 8
#: A worker that took a message and was killed is taken to be gone after so long.
LEASE = timedelta(minutes=15)
#: Messages that one round tries.
ROUND = 500
#: How long what has been done stays to be looked at.
KEPT = timedelta(days=30)

logger = logging.getLogger(__name__)


@task()
def deliver(message_id: int) -> None:
    """Do what one message asks, unless it has been done or another worker is at it."""
    waiting = OutboxMessage.objects.filter(pk=message_id, state=OutboxMessage.State.WAITING)
    now = timezone.now()
    # Taking a message moves its due time: of two workers one changes the row, and a killed one's comes back later.
    if not waiting.filter(due_at__lte=now).update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return
    message = OutboxMessage.objects.get(pk=message_id)
    try:
        outbox.handler_of(message.topic)(message.payload)
    except Exception as error:
        logger.exception("the outbox message %s failed", message)
        message.error = f"{type(error).__name__}: {error}"
        if message.attempts >= MOST_ATTEMPTS:
            message.state = OutboxMessage.State.FAILED
            message.finished_at = timezone.now()
        else:
            message.due_at = timezone.now() + timedelta(seconds=2**message.attempts)
        message.save(update_fields=["error", "state", "finished_at", "due_at"])
        return
    message.state = OutboxMessage.State.DONE
    message.finished_at = timezone.now()
    message.error = ""
    message.save(update_fields=["state", "finished_at", "error"])


def release(message_ids: Sequence[int]) -> None:
    """Make messages due at once that a worker took and did not live to do."""
    now = timezone.now()
    taken = OutboxMessage.objects.filter(pk__in=message_ids, state=OutboxMessage.State.WAITING, attempts__gt=0)
    taken.filter(due_at__gt=now).update(due_at=now)


def release_taken_before(moment: datetime) -> None:
    """Make messages due at once that were taken before a moment and are not done."""
    # A message that failed waits for less than this; one due later was taken, and its due time says when.
    latest_retry = timezone.now() + timedelta(seconds=2**MOST_ATTEMPTS)
    taken = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, attempts__gt=0)
    taken.filter(due_at__gt=latest_retry, due_at__lt=moment + LEASE).update(due_at=timezone.now())


@schedule.every(minutes=0.5, name="delivery.outbox")
def deliver_due() -> int:
    """Do every message that is due and has not been taken; return how many were tried."""
    due = list(
        OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, due_at__lte=timezone.now()).values_list(
            "pk", flat=True
        )[:ROUND]
    )
    for message_id in due:
        deliver.call(message_id)
    return len(due)


@schedule.every(minutes=24 * 60, name="delivery.tidy")
def forget_what_is_done() -> int:
    """Delete messages that were done long ago; failed ones stay until somebody has seen to them."""
    deleted, _ = OutboxMessage.objects.filter(
        state=OutboxMessage.State.DONE, finished_at__lt=timezone.now() - KEPT
    ).delete()
    return deleted
