"""People and organisations in the catalogue, and the shelves of their pages that inquiries fill."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pshub.inquiries import catalogue
from pshub.inquiries.catalogue import Entry, Source
from pshub.inquiries.models import Inquiry, Partnership
from pshub.people.models import Organisation, Profile
from pshub.people.profiles import appearances, changes, reading
from pshub.people.profiles.appearances import Appearance, Shelf


def _words(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def people(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the people who have a page."""
    shown = reading.shown_profiles()
    if keys is not None:
        shown = shown.filter(pk__in=[int(key) for key in keys])
    for profile in reading.with_roles(shown):
        roles = [reading.in_words(role) for role in profile.roles.all()]
        held = next((role for role in profile.roles.all() if role.held_on()), None)
        yield Entry(
            kind=changes.PERSON,
            key=str(profile.pk),
            title=profile.name,
            url=profile.get_absolute_url(),
            summary=reading.line_of(profile, held),
            text=" ".join([*roles, _words(profile.biography)]),
            updated_at=profile.last_published_at,
            picture=profile.picture.get_rendition(reading.SMALL).url if profile.picture else "",
        )


def organisations(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the organisations that have a page."""
    shown = reading.shown_organisations()
    if keys is not None:
        shown = shown.filter(pk__in=[int(key) for key in keys])
    for organisation in shown:
        yield Entry(
            kind=changes.ORGANISATION,
            key=str(organisation.pk),
            title=organisation.name,
            url=organisation.get_absolute_url(),
            label=organisation.kind[:1].upper() + organisation.kind[1:],
            summary=organisation.description,
            picture=organisation.picture.url if organisation.picture else "",
        )


def inquiries_with(organisation: Organisation) -> list[Appearance]:
    """Return the public inquiries that an organisation takes part in, newest first."""
    rows = Partnership.objects.filter(organisation=organisation, inquiry__public=True).select_related("inquiry")
    return [
        Appearance(
            title=row.inquiry.title,
            url=row.inquiry.get_absolute_url(),
            kind=_("Inquiry"),
            part=row.part,
            summary=row.inquiry.question,
        )
        for row in rows.order_by("-inquiry__created_at", "pk")
    ]


def led_by(profile: Profile) -> list[Appearance]:
    """Return the public inquiries that somebody leads, newest first."""
    found = Inquiry.objects.filter(leads=profile, public=True)
    return [
        Appearance(title=inquiry.title, url=inquiry.get_absolute_url(), kind=_("Inquiry"), summary=inquiry.question)
        for inquiry in found
    ]


def tell_catalogue(kind: str, key: str, was: str) -> None:
    """Let search, feeds and newsletters hear of a person or an organisation that changed."""
    catalogue.changed(kind, key)
    if kind == changes.PERSON and was:
        catalogue.renamed("author", was)


def announce() -> None:
    """Register all of it."""
    catalogue.register(
        Source(changes.PERSON, gettext_lazy("Person"), gettext_lazy("People"), entries=people, order=400)
    )
    catalogue.register(
        Source(
            changes.ORGANISATION,
            gettext_lazy("Organisation"),
            gettext_lazy("Organisations"),
            entries=organisations,
            order=410,
        )
    )
    changes.follow(tell_catalogue)
    appearances.name_organisations(Q(partnerships__inquiry__public=True))
    appearances.of_people.register(Shelf("leads", gettext_lazy("Leads"), led_by, order=50))
    appearances.of_organisations.register(
        Shelf("inquiries", gettext_lazy("Inquiries we work on together"), inquiries_with, order=100)
    )
