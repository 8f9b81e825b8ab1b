"""The events application."""

from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events: who comes, and what came of it."""

    name = "pshub.publishing.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        """Announce what events tell the catalogue, what they hold about people, and what the worker does for them."""
        from wagtail import hooks

        from pshub.inquiries import catalogue
        from pshub.people import personal_data
        from pshub.publishing.events import appearances, entries, holdings, jobs, letters, material_views  # noqa: F401
        from pshub.publishing.events.printing import making  # noqa: F401

        catalogue.register(entries.SOURCE)
        appearances.announce()
        hooks.register("before_serve_document", material_views.serve_part)
        for holding in (holdings.SHEETS, holdings.REGISTRATIONS, holdings.INVITATIONS, *holdings.BY_NAME):
            personal_data.register(holding)
