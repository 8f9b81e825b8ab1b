"""The DOIs that lead somewhere."""

from __future__ import annotations

from collections.abc import Collection

from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.models import PublicationPage, PublicationVersion

_LEADS = (DoiRecord.State.REGISTERED, DoiRecord.State.FINDABLE)


def doi_of(page: PublicationPage, version: PublicationVersion | None = None) -> str:
    """Return the registered DOI of a publication, or of one version of it; empty where there is none."""
    found = DoiRecord.objects.filter(page=page.pk, version=version, state__in=_LEADS)
    return found.values_list("doi", flat=True).first() or ""


def dois_of(pages: Collection[int]) -> dict[int, str]:
    """Return the registered DOIs of publications by their keys."""
    found = DoiRecord.objects.filter(page__in=pages, version=None, state__in=_LEADS)
    return dict(found.values_list("page_id", "doi"))
