"""Background tasks that empty the outbox."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from pshub.delivery import outbox
from pshub.delivery.models import OutboxMessage

MOST_ATTEMPTS = 8


@task()
def deliver(message_id: int) -> None:
    """Do what one message asks, unless it has been done."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
        if message is None or message.state != OutboxMessage.State.WAITING:
            return
        message.attempts += 1
        message.save(update_fields=["attempts"])
    try:
        outbox.handler_of(message.topic)(message.payload)
    except Exception as error:
        message.error = f"{type(error).__name__}: {error}"
        if message.attempts >= MOST_ATTEMPTS:
            message.state = OutboxMessage.State.FAILED
            message.finished_at = timezone.now()
        else:
            message.due_at = timezone.now() + timezone.timedelta(seconds=2**message.attempts)
        message.save(update_fields=["error", "state", "finished_at", "due_at"])
        return
    message.state = OutboxMessage.State.DONE
    message.finished_at = timezone.now()
    message.error = ""
    message.save(update_fields=["state", "finished_at", "error"])


def deliver_due() -> int:
    """Do every message that is due and has not been taken; return how many were tried."""
    due = list(
        OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, due_at__lte=timezone.now()).values_list(
            "pk", flat=True
        )[:500]
    )
    for message_id in due:
        deliver.call(message_id)
    return len(due)
