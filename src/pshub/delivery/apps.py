"""The delivery application."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Outbox, tasks and what is due at set times."""

    name = "pshub.delivery"
    label = "delivery"
    verbose_name = "Delivery"

    def ready(self) -> None:
        """Register the jobs that keep the outbox and the queue in order."""
        from pshub.delivery import tasks, workers  # noqa: F401
