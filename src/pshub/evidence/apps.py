"""The evidence application."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Snapshots, findings, figures, verification."""

    name = "pshub.evidence"
    label = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        """Register what the worker does for evidence."""
        from pshub.evidence import handlers  # noqa: F401
