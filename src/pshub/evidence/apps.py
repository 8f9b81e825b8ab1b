"""The evidence application."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Snapshots, findings, figures, verification."""

    name = "pshub.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Register what the worker does for evidence, and what is held of accounts."""
        from pshub.evidence import handlers  # noqa: F401
        from pshub.evidence.models import FindingState
        from pshub.people import personal_data

        personal_data.register(
            personal_data.named_in(
                "states_of_findings",
                FindingState.objects.all,
                field="by",
                shown=("finding__digest", "state", "reason", "at"),
            )
        )
