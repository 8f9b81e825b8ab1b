"""The events application."""

from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events: who comes, and what came of it."""

    name = "pshub.publishing.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Announce what events tell the catalogue."""
        from pshub.inquiries import catalogue
        from pshub.publishing.events import entries

        catalogue.register(entries.SOURCE)
