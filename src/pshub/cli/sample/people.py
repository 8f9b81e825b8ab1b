"""The sample's people: the team, associates, those who were lent to the hub, and those who have left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wagtail.images.models import Image

from pshub.cli.sample.calendar import day
from pshub.cli.sample.content import toml
from pshub.cli.sample.place import drawing
from pshub.inquiries.actions import change_inquiry
from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.people.models import Organisation, Profile
from pshub.people.profiles.actions import create_profile


def _portrait(name: str, of: str) -> Image:
    title = f"Portrait of {of}"
    found = Image.objects.filter(title=title).first()
    return found or Image.objects.create(title=title, file=drawing(name))


def _role(said: Mapping[str, Any], organisations: Mapping[str, Organisation], today: date) -> dict[str, Any]:
    return {
        "kind": said["kind"],
        "title": said["title"],
        "organisation": organisations[said["organisation"]] if "organisation" in said else None,
        "started_on": day(today, said["from"]),
        "ended_on": day(today, said["to"]) if "to" in said else None,
    }


def load_people(*, today: date, by: Actor) -> None:
    """Make the profiles where they are missing, and say who leads which inquiry."""
    organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}
    there = set(Profile.objects.values_list("slug", flat=True))
    for said in toml("people")["people"]:
        if said["slug"] in there:
            continue
        create_profile(
            name=said["name"],
            slug=said["slug"],
            role_line=said.get("line", ""),
            pronouns=said.get("pronouns", ""),
            orcid=said.get("orcid", ""),
            biography=said.get("biography", ""),
            picture=_portrait(said["portrait"], said["name"]) if "portrait" in said else None,
            home_organisation=organisations[said["home"]] if "home" in said else None,
            invented=True,
            links=said.get("links", ()),
            roles=[_role(role, organisations, today) for role in said["roles"]],
            by=by,
        )
    leads = toml("people")["leads"]
    for inquiry in Inquiry.objects.filter(slug__in=leads, leads__isnull=True):
        change_inquiry(inquiry=inquiry, leads=Profile.objects.filter(slug__in=leads[inquiry.slug]), by=by)
