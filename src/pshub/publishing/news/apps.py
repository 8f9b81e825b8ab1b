"""The news application."""

from __future__ import annotations

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """News, short posts, and what others write about the hub."""

    name = "pshub.publishing.news"
    label = "news"
    verbose_name = "News"

    def ready(self) -> None:
        """Announce what is told to the catalogue and what people wrote, and take messages from the outbox."""
        from pshub.inquiries import catalogue
        from pshub.people.profiles import appearances
        from pshub.publishing.news import entries
        from pshub.publishing.news.appearances import NEWS_WRITTEN
        from pshub.publishing.news.networks import sender  # noqa: F401

        for source in entries.SOURCES:
            catalogue.register(source)
        appearances.of_people.register(NEWS_WRITTEN)
