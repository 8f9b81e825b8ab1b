"""The evidence application."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Snapshots, findings, figures, verification."""

    name = "pshub.evidence"
    label = "evidence"
    verbose_name = "Evidence"
