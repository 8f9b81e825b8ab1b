"""Telling of a change to all that keep something about publications: search and feeds, harvesters, the registrar."""

from __future__ import annotations

from pshub.inquiries import catalogue
from pshub.publishing.publications.doi import planning
from pshub.publishing.publications.kinds import PUBLICATION
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.oai import keeping


def changed(page: PublicationPage) -> None:
    """Say, in the transaction of a change, that what the public sees of a publication may be something else now."""
    catalogue.changed(PUBLICATION.name, str(page.pk))
    keeping.changed(page.pk)
    planning.changed(page)
