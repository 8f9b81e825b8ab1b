"""The borough, its organisations and its inquiries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from pshub.cli.sample.calendar import day
from pshub.cli.sample.content import picture, toml
from pshub.inquiries.actions import add_partner, create_inquiry, create_place, create_record
from pshub.inquiries.kinds import EVENT
from pshub.inquiries.models import Inquiry, Place, Record
from pshub.people.actions import create_organisation
from pshub.people.actors import Actor
from pshub.people.models import Organisation


def drawing(name: str) -> ContentFile[bytes]:
    """Return a picture of the sample as a file to be stored."""
    return ContentFile(picture(name), name=f"{name}.svg")


def _place(by: Actor) -> Place:
    said = toml("hub")["place"]
    found = Place.objects.filter(slug=said["slug"]).first()
    return found or create_place(
        name=said["name"],
        slug=said["slug"],
        kind=said["kind"],
        invented=True,
        picture=drawing(said["picture"]),
        picture_description=said["picture_description"],
        by=by,
    )


def _organisation(said: dict[str, Any], by: Actor) -> Organisation:
    found = Organisation.objects.filter(name=said["name"]).first()
    return found or create_organisation(
        name=said["name"],
        kind=said["kind"],
        description=said["description"],
        picture=drawing(said["picture"]),
        by=by,
    )


def _inquiry(said: dict[str, Any], place: Place, by: Actor) -> Inquiry:
    return create_inquiry(
        title=said["title"],
        slug=said["slug"],
        question=said["question"],
        introduction=said["introduction"].strip(),
        status=said.get("status", Inquiry.Status.OPEN),
        place=place,
        invented=True,
        picture=drawing(said["picture"]),
        picture_description=said["picture_description"],
        by=by,
    )


def load_inquiries(*, by: Actor) -> Inquiry:
    """Make the place, its organisations and its inquiries where they are missing; return the one on libraries."""
    said = toml("hub")
    place = _place(by)
    organisations = {partner["name"]: _organisation(partner, by) for partner in said["partners"]}
    for planned in said["planned"]:
        if not Inquiry.objects.filter(slug=planned["slug"]).exists():
            with transaction.atomic():
                made = _inquiry(planned, place, by)
                for order, name in enumerate(planned["partners"]):
                    add_partner(inquiry=made, organisation=organisations[name], order=order, by=by)
    found = Inquiry.objects.filter(slug=said["inquiry"]["slug"]).first()
    if found is not None:
        return found
    with transaction.atomic():
        inquiry = _inquiry(said["inquiry"], place, by)
        for order, partner in enumerate(said["partners"]):
            organisation = organisations[partner["name"]]
            add_partner(inquiry=inquiry, organisation=organisation, part=partner["part"], order=order, by=by)
    return inquiry


def load_event(*, inquiry: Inquiry, today: date, by: Actor) -> Record:
    """Make the record of the day at the Weavers' Hall where it is missing: the Saturday after the day that is given."""
    said = toml("hub")["event"]
    found = Record.objects.filter(inquiry=inquiry, kind=EVENT.name, title=said["title"]).first()
    return found or create_record(
        kind=EVENT.name,
        title=said["title"],
        summary=said["summary"],
        inquiry=inquiry,
        happened_on=day(today, said["day"], weekday=5),
        by=by,
    )
