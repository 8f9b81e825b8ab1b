"""The events application."""

from __future__ import annotations

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events: who comes, and what came of it."""

    name = "pshub.publishing.events"
    label = "events"
    verbose_name = "Events"
