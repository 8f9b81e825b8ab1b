"""The publications application."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Publications and the finding blocks in them."""

    name = "pshub.publishing.publications"
    label = "publications"
    verbose_name = "Publications"
