"""What the worker does about subscribers at set times."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from pshub.delivery import schedule
from pshub.publishing.newsletters.models import Subscriber

#: Who has not confirmed within this time is forgotten.
PENDING_KEPT = timedelta(days=30)


@schedule.every(minutes=24 * 60, name="newsletters.pending")
def forget_unconfirmed() -> int:
    """Delete addresses that never confirmed."""
    waiting = Subscriber.objects.filter(state=Subscriber.State.PENDING, confirmed_at__isnull=True)
    deleted, _ = waiting.filter(asked_at__lt=timezone.now() - PENDING_KEPT).delete()
    return deleted
