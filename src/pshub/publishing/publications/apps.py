"""The publications application."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Publications and the finding blocks in them."""

    name = "pshub.publishing.publications"
    label = "publications"
    verbose_name = "Publications"

    def ready(self) -> None:
        """Announce what a publication is on the trail, its part of an inquiry's story, and its schedule."""
        from pshub.inquiries import kinds, sections
        from pshub.publishing.publications import scheduling  # noqa: F401
        from pshub.publishing.publications.kinds import PUBLICATION
        from pshub.publishing.publications.story import PUBLISHED

        kinds.register(PUBLICATION)
        sections.register(PUBLISHED)
