"""The application that holds the checks over all areas."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the system checks that look at the whole house."""

    name = "pshub.config"
    label = "config"
    default = True
    verbose_name = "Configuration"

    def ready(self) -> None:
        """Register the checks."""
        from pshub.config import checks  # noqa: F401
