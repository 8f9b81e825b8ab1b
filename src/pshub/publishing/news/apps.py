"""The news application."""

from __future__ import annotations

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News, short posts, and what others write about the hub."""

    name = "pshub.publishing.news"
    label = "news"
    verbose_name = "News"
