"""The newsletters application."""

from __future__ import annotations

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """Newsletters, their readers, and their sending."""

    name = "pshub.publishing.newsletters"
    label = "newsletters"
    verbose_name = "Newsletters"
