"""The shapes of what the API gives. Names only ever get added; one that is there keeps its meaning in version 1."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema


class Named(Schema):
    """Something with a name of its own in addresses."""

    slug: str
    name: str
    url: str = Field(description="The page that people read.")


class PersonNamed(Schema):
    """Somebody as they were named there; “slug” is empty where they have no page."""

    name: str
    slug: str
    orcid: str


class RecordLink(Schema):
    """A record on the trail."""

    id: UUID
    kind: str
    title: str
    url: str
    api: str


class PublicationItem(Schema):
    """A publication in a list."""

    id: UUID = Field(description="The record, which stays the same whatever the publication is called.")
    kind: str
    title: str
    summary: str
    published_on: date
    availability: str = Field(description="here, forthcoming or elsewhere")
    withdrawn: bool
    inquiry: str | None = Field(description="Slug of the inquiry it belongs to.")
    topics: list[str]
    authors: list[PersonNamed]
    licence: str
    language: str
    url: str
    api: str


class Version(Schema):
    """A version of record."""

    number: str
    published_at: datetime
    change_note: str
    findings: list[str] = Field(description="Digests of the findings that it shows.")
    url: str


class Publication(PublicationItem):
    """A publication with its versions, newest first."""

    editors: list[PersonNamed]
    withdrawn_because: str
    superseded_by: UUID | None
    external_url: str
    pdf: str | None
    versions: list[Version]
    trail: str


class EventItem(Schema):
    """An event in a list. Times are by the clock of “time_zone”; where none is known, “date_text” says what is."""

    id: UUID = Field(description="The record, which stays the same whatever the event is called.")
    kind: str
    title: str
    summary: str
    begins_at: datetime | None
    ends_at: datetime | None
    time_zone: str
    date_text: str
    first_day: date
    last_day: date
    called_off: bool
    venue: str
    town: str
    online: bool
    inquiry: str | None
    topics: list[str]
    url: str
    api: str


class EventPersonItem(PersonNamed):
    """Somebody who takes part in an event."""

    part: str


class Event(EventItem):
    """An event with who takes part. Where it is exactly, and how to join it, only those registered are told."""

    people: list[EventPersonItem]
    hosts: list[str]
    registration: str
    capacity: int | None
    trail: str


class InquiryItem(Schema):
    """An inquiry in a list."""

    slug: str
    title: str
    question: str
    status: str
    invented: bool
    place: str | None = Field(description="Name of the place it is about.")
    topics: list[str]
    begun_on: date
    url: str
    api: str


class Partner(Schema):
    """An organisation that takes part, and as what."""

    slug: str
    name: str
    part: str


class Inquiry(InquiryItem):
    """An inquiry with its partners."""

    introduction: str
    partners: list[Partner]
    records: str = Field(description="Address of its records in the API.")


class RecordItem(Schema):
    """A record in a list."""

    id: UUID
    kind: str
    title: str
    summary: str
    status: str
    happened_on: date | None
    created_at: datetime
    inquiry: str | None
    url: str
    api: str


class Step(Schema):
    """A record next to another on the trail, and how they are joined."""

    how: str
    record: RecordLink


class Record(RecordItem):
    """A record with what it came from, what became of it, and the findings about it."""

    came_from: list[Step]
    led_to: list[Step]
    findings: list[str] = Field(description="Digests.")
    trail: str = Field(description="The whole trail as PROV-JSON.")


class FindingItem(Schema):
    """A finding in a list."""

    digest: str
    title: str
    kind: str
    method: str
    method_version: str
    sealed_at: datetime
    state: str
    reason: str
    successor: str | None = Field(description="Digest of the newer result, where there is one.")
    url: str
    api: str


class TableColumn(Schema):
    """A column of a table."""

    name: str
    title: str
    type: str
    unit: str


class FindingTable(Schema):
    """A public table of a finding."""

    name: str
    title: str
    columns: list[TableColumn]
    rows: list[list[Any]]
    notes: list[str]
    csv: str


class FindingFigure(Schema):
    """A figure of a finding."""

    name: str
    title: str
    description: str
    table: str
    vega_lite: str
    svg: str | None
    png: str | None


class Verdict(Schema):
    """How the last recomputation went."""

    verdict: str
    at: datetime
    explanation: str


class Finding(FindingItem):
    """A finding with its public result. Of one that was withdrawn only the reason is given."""

    parameters: dict[str, Any] | None
    released: dict[str, Any] | None
    released_digest: str
    tables: list[FindingTable]
    figures: list[FindingFigure]
    verification: Verdict | None
    package: str | None
    records: list[RecordLink]


class Topic(Named):
    """A topic."""

    description: str


class Organisation(Named):
    """An organisation that the hub works with."""

    kind: str
    website: str
    description: str
    inquiries: list[str] = Field(description="Slugs of the inquiries it takes part in.")


class RoleHeld(Schema):
    """What somebody is or was to the hub."""

    kind: str
    title: str
    organisation: str
    started_on: date | None
    ended_on: date | None


class Person(Named):
    """Somebody who has a page on the site."""

    orcid: str
    role_line: str
    biography: str
    invented: bool
    roles: list[RoleHeld]
