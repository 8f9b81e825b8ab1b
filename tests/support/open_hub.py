"""A small hub with one of everything that is public, and beside each something that is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wagtail.models import Page

from pshub.evidence import actions as evidence
from pshub.evidence import kinds
from pshub.evidence.kinds import Column, Figure, FindingKind, Table
from pshub.evidence.models import Finding
from pshub.inquiries.actions import add_partner, attach_finding, create_inquiry, create_record
from pshub.inquiries.models import Inquiry, Record, Topic
from pshub.methods.canonical import canonical_json
from pshub.methods.method import Method
from pshub.people.actions import create_organisation
from pshub.people.actors import Actor
from pshub.people.profiles.actions import create_profile
from pshub.publishing.events.actions import publish as publish_event
from pshub.publishing.events.models import EventIndexPage, EventPage
from pshub.publishing.publications.actions import create_publication, publish
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage

BY = Actor.system("tests")
SECRET = "behind the third door"


class Visits(FindingKind):
    """Visits to libraries, as public as can be."""

    name = "visits"
    title = "Visits to libraries"
    restricted = False
    explanation_template = "evidence/check.html"

    @property
    def method(self) -> Method:
        return Method(name="visits", version="1.0", constants={})

    def compute(self, files: Any, parameters: Mapping[str, Any], *, progress: Any = None) -> dict[str, Any]:
        return {"rows": json.loads(files["rows.json"])}

    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        return dict(result)

    def derive(self, released: Mapping[str, Any]) -> dict[str, Any]:
        return dict(released)

    def tables(self, released: Mapping[str, Any]) -> list[Table]:
        columns = (Column("library", "Library"), Column("visits", "Visits", "integer"))
        return [Table("visits", "Visits by library", columns, tuple(tuple(row) for row in released["rows"]))]

    def figures(self, released: Mapping[str, Any]) -> list[Figure]:
        return [Figure("bars", "Visits by library", {"mark": "bar"}, "Northgate had most visits.", "visits")]


@dataclass(frozen=True)
class OpenHub:
    """What stands in the hub."""

    inquiry: Inquiry
    hidden_inquiry: Inquiry
    finding: Finding
    withdrawn: Finding
    record: Record
    hidden_record: Record
    publication: PublicationPage
    event: EventPage


def install_visits(monkeypatch: Any) -> None:
    """Install the kind of finding for the length of a test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(Visits())


def seal(title: str, visits: int = 12_345) -> Finding:
    """Seal a finding over two libraries."""
    rows = [["Northgate", visits], ["South & East", 305]]
    return evidence.seal(kind="visits", files={"rows.json": canonical_json(rows)}, parameters={}, title=title, by=BY)


def _report(shelf: PublicationIndexPage, inquiry: Inquiry, topic: Topic, title: str) -> PublicationPage:
    authors = [{"name": "Ada Thorne", "orcid": "0000-0002-1825-0097"}]
    page = create_publication(
        parent=shelf,
        title=title,
        summary=title,
        body=[("text", "<p>All is well.</p>")],
        inquiry=inquiry,
        authors=authors,
        by=BY,
    )
    page.topics = [topic]
    page.save_revision()
    return page


def open_hub() -> OpenHub:
    """Fill an empty hub."""
    home = Page.objects.get(depth=2)
    topic = Topic.objects.create(name="Libraries", slug="libraries", description="What libraries are for.")
    inquiry = create_inquiry(title="Libraries", slug="libraries", question="What are libraries for?", by=BY)
    inquiry.topics.add(topic)
    hidden = create_inquiry(title=SECRET, slug="secret", question=SECRET, public=False, by=BY)
    council = create_organisation(name="Ashwick Council", kind="Council", by=BY)
    create_organisation(name=f"Nobody's {SECRET}", by=BY)
    add_partner(inquiry=inquiry, organisation=council, part="Place", by=BY)
    create_profile(name="Ada Thorne", slug="ada-thorne", by=BY)
    create_profile(name=f"Shy {SECRET}", slug="shy", public=False, by=BY)
    shelf = home.add_child(instance=PublicationIndexPage(title="Publications", slug="publications"))
    report = _report(shelf, inquiry, topic, "A library is a room")
    publish(page=report, by=BY)
    _report(shelf, inquiry, topic, f"Draft {SECRET}")
    diary = home.add_child(instance=EventIndexPage(title="Events", slug="events"))
    event = diary.add_child(
        instance=EventPage(
            title="What libraries are for",
            slug="what-libraries-are-for",
            summary="A morning of talk.",
            begins_at=datetime(2027, 6, 3, 9, tzinfo=UTC),
            ends_at=datetime(2027, 6, 3, 12, tzinfo=UTC),
            venue="Old Mill",
            town="Northgate",
            address=SECRET,
            room=SECRET,
            online_link="https://meet.example.org/behind-the-third-door",
            joining=SECRET,
            inquiry=inquiry,
            live=False,
        )
    )
    event.clean()
    event.save_revision()
    finding, withdrawn = seal("Visits in spring"), seal("Visits in winter", 999)
    evidence.withdraw(finding=withdrawn, reason="Counted twice.", by=BY)
    record = create_record(kind="event", title="Evening at the library", inquiry=inquiry, by=BY)
    attach_finding(record=record, finding=finding, by=BY)
    return OpenHub(
        inquiry=inquiry,
        hidden_inquiry=hidden,
        finding=finding,
        withdrawn=withdrawn,
        record=record,
        hidden_record=create_record(kind="event", title=SECRET, inquiry=inquiry, visibility="studio", by=BY),
        publication=PublicationPage.objects.get(pk=report.pk),
        event=publish_event(page=event, by=BY),
    )
