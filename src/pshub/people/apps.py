"""The people application."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, organisations, roles, audit log."""

    name = "pshub.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Register the handler of invitations."""
        from pshub.people import invitations  # noqa: F401
