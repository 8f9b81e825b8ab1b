"""Where somebody spoke, and what was held with an organisation, for the pages about them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from pshub.people.models import Organisation, Profile
from pshub.people.profiles import appearances
from pshub.people.profiles.appearances import Appearance, Shelf
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import EventHost, EventPage, EventPerson
from pshub.publishing.events.reading import in_words

MOST = 30


def _appearances(pages: Iterable[EventPage], parts: dict[int, str]) -> list[Appearance]:
    return [
        Appearance(
            title=page.title,
            url=page.get_url() or "",
            kind=str(page.get_kind_display()),
            part=parts.get(page.pk, ""),
            when=in_words(page),
        )
        for page in pages
    ]


def spoken_at(profile: Profile) -> list[Appearance]:
    """Return the events at which somebody had a part, the latest first."""
    rows = EventPerson._default_manager.filter(profile=profile)
    parts = {row.page_id: str(row.get_part_display()) for row in rows}
    pages = published(EventPage.objects.filter(pk__in=list(parts))).order_by("-first_day", "-pk")[:MOST]
    return _appearances(pages, parts)


def held_with(organisation: Organisation) -> list[Appearance]:
    """Return the events that an organisation held with the hub, the latest first."""
    keys = EventHost._default_manager.filter(organisation=organisation).values("page")
    return _appearances(published(EventPage.objects.filter(pk__in=keys)).order_by("-first_day", "-pk")[:MOST], {})


def announce() -> None:
    """Register both."""
    appearances.of_people.register(Shelf("spoke", gettext_lazy("Spoke at"), spoken_at, order=200))
    shelf = Shelf("held", gettext_lazy("Events held together"), held_with, order=200)
    appearances.of_organisations.register(shelf)
