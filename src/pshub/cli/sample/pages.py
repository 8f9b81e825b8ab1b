"""The sample's pages: home, the list of publications, a report and a blog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Page

from pshub.cli.sample.content import toml
from pshub.cli.sample.place import drawing
from pshub.cli.sample.wording import Binding
from pshub.evidence.models import Finding
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.publishing.publications import actions
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage
from pshub.site.models import HomePage


def image(name: str, title: str) -> Image:
    """Return a picture of the sample in the image library, putting it there where it is missing."""
    found = Image.objects.filter(title=title).first()
    return found or Image.objects.create(title=title, file=drawing(name))


def _publish(page: Page) -> None:
    page.save_revision(log_action=True).publish()


def load_home() -> PublicationIndexPage:
    """Fill the home page of a new hub and put the list of publications under it; return the list."""
    said = toml("hub")
    found: PublicationIndexPage | None = PublicationIndexPage.objects.first()
    if found is not None:
        return found
    home = HomePage.objects.get()
    top = said["home"]
    for name in ("kicker", "heading", "introduction", "action_text", "action_url", "picture_description"):
        setattr(home, name, top[name])
    home.picture = image(top["picture"], "The reading room")
    home.body = HomePage._meta.get_field("body").stream_block.to_python(
        [
            {"type": "featured_inquiry", "value": {**top["featured"], "inquiry": said["inquiry"]["slug"]}},
            {"type": "conversations", "value": top["conversations"]},
            {"type": "publications", "value": {"heading": said["publications"]["title"], "count": 2}},
            {"type": "steps", "value": top["steps"]},
            {"type": "inquiries", "value": {"heading": "Inquiries", "count": 3}},
            {"type": "text", "value": top["about"]},
        ]
    )
    with transaction.atomic():
        _publish(home)
        index = PublicationIndexPage(**said["publications"])
        home.add_child(instance=index)
        _publish(index)
    return index


def _authors(keys: Sequence[str]) -> list[dict[str, Any]]:
    people = {person["key"]: person for person in toml("hub")["people"]}
    return [
        {
            "name": people[key]["name"],
            "role": people[key]["role"],
            "picture": image(f"portrait-{key}", f"Portrait of {people[key]['name']}"),
        }
        for key in keys
    ]


def _block(part: dict[str, Any], finding: Finding, binding: Binding) -> dict[str, Any]:
    value: Any
    match part["type"]:
        case "heading":
            value = part["text"]
        case "text":
            value = binding.bind(part["html"].strip())
        case "finding":
            caption = binding.bind(part["caption"])
            value = {"finding": finding.pk, "figure": part["figure"], "caption": caption, "show_table": True}
        case "quote":
            value = {"quote": part["quote"], "who": part["who"]}
        case "picture":
            words = {"description": part["description"], "caption": part["caption"]}
            value = {"image": image(part["image"], part["description"][:255]).pk, **words}
        case "next_steps":
            value = {"title": part["title"], "steps": part["steps"]}
        case unknown:
            raise ValueError(f"the sample knows no block {unknown!r}: see the files in its content folder")
    return {"type": part["type"], "value": value}


def load_publication(
    *,
    name: str,
    index: PublicationIndexPage,
    inquiry: Inquiry,
    finding: Finding,
    binding: Binding,
    reports_on: Sequence[Record],
    today: date,
    by: Actor,
) -> PublicationPage:
    """Draft and publish a publication of the sample where it is missing."""
    said = toml(name)
    found: PublicationPage | None = PublicationPage.objects.filter(slug=said["slug"]).first()
    if found is not None:
        return found
    with transaction.atomic():
        page = actions.create_publication(
            parent=index,
            title=said["title"],
            slug=said["slug"],
            kind=said["kind"],
            summary=said["summary"],
            body=[_block(part, finding, binding) for part in said["body"]],
            published_on=today,
            authors=_authors(said["authors"]),
            inquiry=inquiry,
            cover=image(said["cover"], f"Cover of {said['title']}"),
            cover_description=said["cover_description"],
            commissioned_by=said.get("commissioned_by", ""),
            partners=said.get("partners", ""),
            by=by,
        )
        # The figures that stand in the text as such (how many tables, a pound a month) are meant as they are.
        actions.publish(page=page, confirm_all=True, reports_on=reports_on, by=by)
    page.refresh_from_db()
    return page
