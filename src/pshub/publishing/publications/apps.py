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
        from pshub.people import personal_data
        from pshub.publishing.publications import scheduling  # noqa: F401
        from pshub.publishing.publications.kinds import PUBLICATION
        from pshub.publishing.publications.models import PublicationVersion, PublishingCheck
        from pshub.publishing.publications.story import PUBLISHED

        for name, model, field, shown in (
            ("versions_published", PublicationVersion, "published_by", ("page__title", "number", "published_at")),
            ("checks_of_publications", PublishingCheck, "checked_by", ("revision__object_id", "checked_at")),
        ):
            personal_data.register(personal_data.named_in(name, model._default_manager.all, field=field, shown=shown))
        kinds.register(PUBLICATION)
        sections.register(PUBLISHED)
