"""The API application."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Open data for programs."""

    name = "pshub.api"
    label = "api"
    verbose_name = "API"
