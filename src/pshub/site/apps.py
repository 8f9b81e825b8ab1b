"""The site application."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Home page, navigation, design system."""

    name = "pshub.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        """Keep the index in step with what the areas say has changed, and try the links in pages."""
        from pshub.site import indexing  # noqa: F401
        from pshub.site.links import checking  # noqa: F401
