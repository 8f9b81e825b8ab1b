"""What the pages of people and organisations show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Rendition

from pshub.people.models import Organisation
from pshub.people.profiles.appearances import named_organisations, of_organisations, of_people
from pshub.people.profiles.models import Profile, ProfileRole

Words = str | Promise
Kind = ProfileRole.Kind

#: As lists and the page show a portrait.
SMALL = "fill-120x120"
LARGE = "fill-360x360"

#: The groups of the list: name, heading, kinds of role.
GROUPS: tuple[tuple[str, Words, tuple[str, ...]], ...] = (
    ("team", _("The team"), (Kind.TEAM,)),
    ("associates", _("Associates and fellows"), (Kind.ASSOCIATE, Kind.FELLOW)),
    ("secondees", _("Seconded to the hub"), (Kind.SECONDEE,)),
    ("commissioners", _("Commissioners"), (Kind.COMMISSIONER,)),
    ("partners", _("From our partners"), (Kind.PARTNER,)),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody in a list: what they are, or were, in a line."""

    profile: Profile
    line: str


@dataclass(frozen=True, slots=True)
class Group:
    """People who are the same to the hub."""

    name: str
    title: Words
    people: list[Listed]


def shown_profiles() -> QuerySet[Profile]:
    """Return the profiles that have a public page."""
    return Profile.objects.filter(live=True, public=True)


def with_roles(profiles: QuerySet[Profile], portrait: str = SMALL) -> QuerySet[Profile]:
    """Fetch roles, organisations and portraits along: four queries, whatever the number of rows."""
    drawn = Prefetch("picture__renditions", Rendition.objects.filter(filter_spec=portrait))
    roles = Prefetch("roles", ProfileRole.objects.select_related("organisation").order_by("sort_order"))
    return profiles.select_related("picture", "home_organisation").prefetch_related(drawn, roles)


def in_words(role: ProfileRole) -> str:
    """Return a role in a line, with the home organisation of a secondee."""
    if role.kind == Kind.SECONDEE and role.organisation is not None:
        home = _("seconded from %(organisation)s") % {"organisation": role.organisation}
        return f"{role.title}, {home}" if role.title else home[:1].upper() + home[1:]
    if role.kind == Kind.PARTNER and role.organisation is not None:
        return f"{role}, {role.organisation}"
    return str(role)


def line_of(profile: Profile, role: ProfileRole | None) -> str:
    """Return what a list says of somebody beside the name."""
    if role is not None and role.kind == Kind.SECONDEE:
        return in_words(role)
    return profile.role_line or (in_words(role) if role is not None else "")


def groups(day: date | None = None) -> list[Group]:
    """Return everybody once, by what they are now, and those who were; groups without people are left out."""
    today = day or timezone.localdate()
    members: dict[str, list[Listed]] = {name: [] for name, _title, _kinds in GROUPS}
    former: list[Listed] = []
    for profile in with_roles(shown_profiles()):
        roles = list(profile.roles.all())
        held = [role for role in roles if role.held_on(today)]
        for name, _title, kinds in GROUPS:
            fitting = next((role for role in held if role.kind in kinds), None)
            if fitting is not None:
                members[name].append(Listed(profile, line_of(profile, fitting)))
                break
        else:
            past = [role for role in roles if role.ended_on is not None and role.ended_on < today]
            if past:
                last = max(past, key=lambda role: role.ended_on or today)
                former.append(Listed(profile, in_words(last)))
    named = [Group(name, title, members[name]) for name, title, _kinds in GROUPS]
    return [group for group in (*named, Group("former", _("Worked with us before"), former)) if group.people]


def person(profile: Profile) -> dict[str, Any]:
    """Return what the page of somebody shows; roles from the newest to the oldest."""
    today = timezone.localdate()
    roles = sorted(profile.roles.all(), key=lambda role: (role.ended_on or date.max, role.started_on or date.min))[::-1]
    held = [role for role in roles if role.held_on(today)]
    return {
        "profile": profile,
        "line": line_of(profile, held[0] if held else None),
        "roles": [(role, in_words(role)) for role in roles],
        "links": list(profile.links.all()),
        "shelves": of_people.filled(profile) if profile.pk else [],
        "portrait": profile.picture.get_rendition(LARGE) if profile.picture else None,
    }


def shown_organisations() -> QuerySet[Organisation]:
    """Return the organisations that the public site names and so has a page for."""
    return Organisation.objects.filter(named_organisations()).distinct()


@dataclass(frozen=True, slots=True)
class FromThere:
    """Somebody from an organisation, and what they are or were to the hub."""

    profile: Profile
    line: str
    role: ProfileRole


def people_from(organisation: Organisation) -> list[FromThere]:
    """Return who came from an organisation, those who have a role now in front."""
    today = timezone.localdate()
    drawn = Prefetch("profile__picture__renditions", Rendition.objects.filter(filter_spec=SMALL))
    rows = (
        ProfileRole.objects.filter(organisation=organisation, profile__live=True, profile__public=True)
        .select_related("profile", "profile__picture")
        .prefetch_related(drawn)
        .order_by("-started_on", "pk")
    )
    found = [FromThere(row.profile, str(row), row) for row in rows]
    return sorted(found, key=lambda one: not one.role.held_on(today))


def organisation_page(organisation: Organisation) -> dict[str, Any]:
    """Return what the page of an organisation shows."""
    return {
        "organisation": organisation,
        "people": people_from(organisation),
        "shelves": of_organisations.filled(organisation),
    }
