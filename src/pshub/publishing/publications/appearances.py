"""What somebody wrote, and what was published with an organisation, for the pages about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pshub.people.models import Organisation, Profile
from pshub.people.profiles import appearances
from pshub.people.profiles.appearances import Appearance, Shelf
from pshub.publishing.publications.listing import kind_words, published, when
from pshub.publishing.publications.models import PublicationOrganisation, PublicationPage

MOST = 30


def _appearances(pages: Iterable[PublicationPage], parts: dict[int, str]) -> list[Appearance]:
    return [
        Appearance(
            title=page.title,
            url=page.get_url() or "",
            kind=kind_words(page),
            part=parts.get(page.pk, ""),
            date=page.published_on,
            when=when(page),
        )
        for page in pages
    ]


def written_by(profile: Profile) -> list[Appearance]:
    """Return the publications that somebody wrote or edited, newest first."""
    written = Q(pk__in=PublicationPage.objects.filter(authors__profile=profile).values("pk"))
    edited = PublicationPage.objects.filter(editors__profile=profile).values_list("pk", flat=True)
    parts = dict.fromkeys(edited, _("Editor"))
    return _appearances(published(PublicationPage.objects.filter(written | Q(pk__in=list(parts))))[:MOST], parts)


def published_with(organisation: Organisation) -> list[Appearance]:
    """Return the publications that an organisation commissioned or had a part in, newest first."""
    rows = PublicationOrganisation._default_manager.filter(organisation=organisation)
    parts = {row.page_id: str(row.get_part_display()) for row in rows}
    return _appearances(published(PublicationPage.objects.filter(pk__in=list(parts)))[:MOST], parts)


def announce() -> None:
    """Register both."""
    appearances.of_people.register(Shelf("wrote", gettext_lazy("Wrote"), written_by, order=100))
    shelf = Shelf("published", gettext_lazy("Published together"), published_with, order=300)
    appearances.of_organisations.register(shelf)
