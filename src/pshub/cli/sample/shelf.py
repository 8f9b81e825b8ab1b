"""The sample's other publications: one of each kind, and one in each state that a publication can be in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.cli.sample.calendar import day
from pshub.cli.sample.content import toml
from pshub.cli.sample.pages import image
from pshub.cli.sample.topics import topics_named
from pshub.inquiries.imprecise import ImpreciseDate
from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.people.models import Organisation, Profile
from pshub.publishing.publications import actions
from pshub.publishing.publications.models import (
    PublicationIndexPage,
    PublicationPage,
    PublicationVersion,
    Series,
)

#: Said in the first version of the report on a year, and put right in the second.
HOURS = {"{millbrook}": ("24", "31")}
PLAIN = ("availability", "external_url", "publisher", "edition", "licence", "cover_description")


def load_shelf(*, index: PublicationIndexPage, inquiry: Inquiry, today: date, by: Actor) -> list[PublicationPage]:
    """Make what is missing of the series and publications; return those that were made."""
    said = toml("shelf")
    for one in said["series"]:
        if not Series.objects.filter(slug=one["slug"]).exists():
            actions.create_series(title=one["title"], slug=one["slug"], description=one["description"], by=by)
    there = set(PublicationPage.objects.values_list("slug", flat=True))
    shelf = _Shelf(inquiry, today, by)
    made = []
    for one in said["publications"]:
        if one["slug"] not in there:
            with transaction.atomic():
                made.append(shelf.put(index, one))
    return made


class _Shelf:
    """What all publications of the sample have in common."""

    def __init__(self, inquiry: Inquiry, today: date, by: Actor) -> None:
        self.inquiry, self.today, self.by = inquiry, today, by
        self.people = {person["key"]: person for person in toml("hub")["people"]}
        self.profiles = {profile.name: profile for profile in Profile.objects.all()}
        self.series = {series.slug: series for series in Series.objects.all()}
        self.organisations = {organisation.name: organisation for organisation in Organisation.objects.all()}

    def put(self, parent: PublicationIndexPage | PublicationPage, said: Mapping[str, Any]) -> PublicationPage:
        """Draft and publish one, its essays, and what became of it since."""
        page = self.draft(parent, said, [self.block(part, 0) for part in said.get("body", ())])
        actions.publish(page=page, confirm_all=True, by=self.by)
        for essay in said.get("essays", ()):
            self.put(page, {**essay, "kind": PublicationPage.Kind.ESSAY, "inquiry": True})
        if "change_note" in said:
            body = [self.block(part, 1) for part in said["body"]]
            actions.change_publication(page=page, body=body, by=self.by)
            note, correction = said["change_note"], said["correction"]
            actions.publish(page=page, change_note=note, correction=correction, confirm_all=True, by=self.by)
        if "withdrawn" in said:
            actions.withdraw_publication(page=page, reason=said["withdrawn"], by=self.by)
        if "superseded_by" in said:
            successor = PublicationPage.objects.get(slug=said["superseded_by"])
            actions.supersede_publication(page=page, successor=successor, by=self.by)
        self.backdate(page, said)
        return page

    def draft(
        self, parent: PublicationIndexPage | PublicationPage, said: Mapping[str, Any], body: Sequence[dict[str, Any]]
    ) -> PublicationPage:
        """Draft one with the blocks of its body."""
        fields = {name: said[name] for name in PLAIN if name in said}
        if "expected_in_months" in said:
            month = self.today.year * 12 + self.today.month - 1 + said["expected_in_months"]
            fields["expected"] = ImpreciseDate(month // 12, month % 12 + 1)
        if "series" in said:
            fields["series"] = self.series[said["series"]]
        return actions.create_publication(
            parent=parent,
            title=said["title"],
            slug=said["slug"],
            kind=said["kind"],
            summary=said["summary"],
            body=body,
            published_on=day(self.today, said.get("day", 0)),
            authors=[self.author(one) for one in said["authors"]],
            editors=[self.contributor(one) for one in said.get("editors", ())],
            organisations=[
                {"organisation": self.organisations[one["name"]], "part": one["part"]}
                for one in said.get("organisations", ())
            ],
            inquiry=self.inquiry if said.get("inquiry") else None,
            topics=topics_named(said["topics"]),
            cover=image(said["cover"], f"Cover of {said['title']}") if "cover" in said else None,
            by=self.by,
            **fields,
        )

    def contributor(self, said: str | Mapping[str, str]) -> dict[str, Any]:
        """Return somebody named by key or in full, with their profile where they have one."""
        person = said if isinstance(said, Mapping) else self.people[said]
        known = {name: person[name] for name in ("name", "role", "orcid") if name in person}
        return {**known, "profile": self.profiles.get(person["name"])}

    def author(self, said: str | Mapping[str, str]) -> dict[str, Any]:
        """Return an author; those of the hub have a portrait."""
        portrait = (
            image(f"portrait-{said}", f"Portrait of {self.people[said]['name']}") if isinstance(said, str) else None
        )
        return {**self.contributor(said), "picture": portrait}

    def block(self, part: Mapping[str, Any], version: int) -> dict[str, Any]:
        """Return a block as stored, as the first (0) or the second (1) version says it."""
        value: Any
        match part["type"]:
            case "heading":
                value = part["text"]
            case "text":
                value = part["html"].strip()
                for placeholder, hours in HOURS.items():
                    value = value.replace(placeholder, hours[version])
            case "quote":
                value = {"quote": part["quote"], "who": part["who"]}
            case "picture":
                words = {"description": part["description"], "caption": part["caption"]}
                value = {"image": image(part["image"], part["description"][:255]).pk, **words}
            case unknown:
                raise ValueError(f"the sample knows no block {unknown!r}: see content/shelf.toml")
        return {"type": part["type"], "value": value}

    def backdate(self, page: PublicationPage, said: Mapping[str, Any]) -> None:
        """Let versions look as old as their publication; the second comes two weeks after the first."""
        for version in page.versions.all():
            later = 14 * (version.number - 1)
            moment = self.noon(day(self.today, said["day"] + later))
            PublicationVersion.objects.filter(pk=version.pk).update(published_at=moment)
            page.corrections.filter(version=version).update(on=moment.date())
            PublicationPage.objects.filter(pk=page.pk).update(last_published_at=moment)
        if "day" in said:
            PublicationPage.objects.filter(pk=page.pk).update(
                first_published_at=self.noon(day(self.today, said["day"]))
            )

    def noon(self, on: date) -> datetime:
        """Return the middle of a day."""
        return timezone.make_aware(datetime.combine(on, time(12)))
