"""The releases application."""

from __future__ import annotations

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Bundles of pages that go live at one moment."""

    name = "pshub.publishing.releases"
    label = "releases"
    verbose_name = "Releases"

    def ready(self) -> None:
        """Announce the schedule, and what is held of accounts."""
        from pshub.people import personal_data
        from pshub.publishing.releases import scheduling  # noqa: F401
        from pshub.publishing.releases.holdings import BUNDLES

        personal_data.register(BUNDLES)
