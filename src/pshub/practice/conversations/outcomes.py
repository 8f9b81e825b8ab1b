"""What pages show of a conversation's result: the sealed finding, or the provisional map while votes still come in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pshub.evidence import kinds
from pshub.evidence.cells import cell_text
from pshub.evidence.embedding import EmbeddedFinding, ShownCell, ShownTable, embedded, figures_of, tables_of
from pshub.evidence.kinds import Figure, FindingKind, Table
from pshub.evidence.models import Finding, Provisional
from pshub.practice.conversations.models import Conversation, Statement
from pshub.practice.conversations.querysets import provisional_of, public_finding_of

#: Statements in a list of a page, and rows of a table that a page shows whole; longer ones have a page of their own.
LISTED = 5
SHORT_TABLE = 60


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A figure of a result and the table that holds its numbers. `url` is empty until the worker has drawn it."""

    name: str
    title: str
    description: str
    width: int
    height: int
    url: str
    table: ShownTable | None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement and the rounded counts of those who agree, disagree and pass.

    `by_group` holds the share of each group that agrees, where enough of it voted.
    """

    number: str
    text: str
    agree: int
    disagree: int
    passed: int
    by_group: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GroupCard:
    """An opinion group, about how many people are in it, and how it voted on the statements that set it apart."""

    label: str
    people: int
    says: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is public of a conversation's result.

    Attributes
    ----------
    finding
        The sealed result; None while it is provisional.
    drawn_at
        When the public result was computed.
    summary
        What it says in a sentence or two.
    released
        The public result itself.
    pictures, tables
        Figures with their tables, and the tables that belong to no figure.
    """

    finding: Finding | None
    drawn_at: datetime
    summary: str
    released: Mapping[str, Any]
    pictures: tuple[ShownPicture, ...]
    tables: tuple[ShownTable, ...]

    @property
    def groups(self) -> list[GroupCard]:
        """The opinion groups that are shown."""
        texts, counts = self._texts, self.released.get("counts", {})
        return [
            GroupCard(
                group["label"],
                group["people"],
                tuple(
                    Said(entry["id"], texts[entry["id"]], *counts[entry["id"]]["groups"][group["label"]])
                    for entry in self.released["representative"].get(group["label"], [])[:LISTED]
                ),
            )
            for group in self.released.get("groups", [])
        ]

    @property
    def shared(self) -> list[Said]:
        """Statements that most people of every group agree with."""
        return self._listed(self.released.get("derived", {}).get("shared", {}).get("agree", []))

    @property
    def divisive(self) -> list[Said]:
        """Statements that divide the groups most."""
        return self._listed(self.released.get("derived", {}).get("divisive", []))

    @property
    def _texts(self) -> dict[str, str]:
        return {entry["id"]: entry["text"] for entry in self.released.get("statements", [])}

    def _listed(self, numbers: list[str]) -> list[Said]:
        texts, counts = self._texts, self.released.get("counts", {})
        listed = []
        for number in numbers[:LISTED]:
            agree, disagree, passed = counts[number]["all"]
            listed.append(Said(number, texts[number], agree, disagree, passed, self._by_group(number)))
        return listed

    def _by_group(self, number: str) -> tuple[tuple[str, float], ...]:
        groups = self.released["derived"]["statements"][number]["groups"]
        return tuple((label, of["agree"]) for label, of in sorted(groups.items()) if of["agree"] is not None)


def outcome_of(conversation: Conversation) -> Outcome | None:
    """Return what is public of a result: of a sealed conversation its finding, else the provisional map."""
    if conversation.sealed_at is not None:
        finding = public_finding_of(conversation)
        if finding is not None:
            return _sealed(conversation, finding)
    provisional = provisional_of(conversation)
    if provisional is not None and provisional.released_at is not None:
        return _provisional(conversation, provisional, provisional.released_at)
    return None


def released_of(conversation: Conversation) -> Mapping[str, Any] | None:
    """Return the public result alone, where a page needs one number of it."""
    if conversation.sealed_at is not None:
        finding = public_finding_of(conversation)
        if finding is not None:
            return _parsed(finding.released_json)
    provisional = provisional_of(conversation)
    return _parsed(provisional.released_json) if provisional is not None else None


def people_on(released: Mapping[str, Any] | None, number: int) -> int | None:
    """Return about how many people voted on a statement: rounded, and None where there are too few to say."""
    if released is None:
        return None
    from pshub.practice.conversations.release import statement_voters

    people: int | None = statement_voters(released, str(number))
    return people


def _parsed(text: str) -> Mapping[str, Any] | None:
    value = json.loads(text or "{}")
    return value if isinstance(value, dict) and value else None


def stale_pictures(conversation: Conversation, provisional: Provisional) -> set[str]:
    """Return the drawn figures of a provisional result with words in them that moderators have taken out since."""
    kind, drawn = provisional.kind, provisional.released_json
    now = _without_words(conversation, drawn)
    if now == drawn:
        return set()
    fresh = {figure.name: figure.vega_lite for figure in figures_of(kind, now)}
    return {figure.name for figure in figures_of(kind, drawn) if fresh.get(figure.name) != figure.vega_lite}


def _without_words(conversation: Conversation, released_json: str) -> str:
    """Return a public result without the words of statements that moderators have taken out since it was made."""
    released = _parsed(released_json)
    if released is None:
        return released_json
    rejected = conversation.statements.filter(state=Statement.State.REJECTED)
    out = {str(number) for number in rejected.values_list("number", flat=True)}
    listed = released.get("statements", [])
    if not any(entry["id"] in out for entry in listed):
        return released_json
    blank = _("(taken out by the moderators)")
    kept = [{**entry, "text": blank} if entry["id"] in out else entry for entry in listed]
    return json.dumps({**released, "statements": kept}, sort_keys=True)


def _sealed(conversation: Conversation, finding: Finding) -> Outcome:
    shown = embedded([finding.digest])[finding.digest]
    now = _without_words(conversation, finding.released_json)
    if now != finding.released_json and shown.kind is not None:
        # Figures and files of the sealed finding hold the words: the page tells by its tables alone.
        tables = {table.name: _shown(table) for table in tables_of(finding.kind, now)}
        figures = figures_of(finding.kind, now)
        pictures = tuple(_picture(figure, "", tables.get(figure.table)) for figure in figures)
        remaining = _remaining(pictures, list(tables.values()))
    else:
        pictures = tuple(_sealed_picture(shown, figure) for figure in shown.figures)
        remaining = _remaining(pictures, [shown.shown_table(table.name) for table in shown.tables])
    return Outcome(
        finding=finding,
        drawn_at=finding.sealed_at,
        summary=shown.kind.summary(_parsed(finding.released_json) or {}) if shown.kind else "",
        released=_parsed(now) or {},
        pictures=pictures,
        tables=remaining,
    )


def _sealed_picture(shown: EmbeddedFinding, figure: Figure) -> ShownPicture:
    drawn = shown.shown_figure(figure.name)
    url = drawn.svg_url if drawn is not None else ""
    return _picture(figure, url, shown.shown_table(figure.table))


def _provisional(conversation: Conversation, provisional: Provisional, drawn_at: datetime) -> Outcome:
    kind: FindingKind = kinds.get(provisional.kind)
    now = _without_words(conversation, provisional.released_json)
    released = _parsed(now) or {}
    stale = stale_pictures(conversation, provisional)
    tables = {table.name: _shown(table) for table in tables_of(kind.name, now)}
    pictures = tuple(
        _picture(
            figure,
            reverse("conversations:figure", args=[conversation.slug, figure.name])
            if figure.name in provisional.figures and figure.name not in stale
            else "",
            tables.get(figure.table),
        )
        for figure in figures_of(kind.name, now)
    )
    return Outcome(
        finding=None,
        drawn_at=drawn_at,
        summary=kind.summary(released),
        released=released,
        pictures=pictures,
        tables=_remaining(pictures, list(tables.values())),
    )


def _picture(figure: Figure, url: str, table: ShownTable | None) -> ShownPicture:
    return ShownPicture(figure.name, figure.title, figure.description, figure.width, figure.height, url, table)


def _remaining(pictures: tuple[ShownPicture, ...], tables: list[ShownTable | None]) -> tuple[ShownTable, ...]:
    beside = {picture.table.name for picture in pictures if picture.table is not None}
    return tuple(table for table in tables if table is not None and table.name not in beside)


def _shown(table: Table) -> ShownTable:
    rows = tuple(
        tuple(
            ShownCell(cell_text(value, column), numeric=column.type in {"integer", "number"})
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    columns = tuple(replace(column, unit="") if column.unit in {"share", "%"} else column for column in table.columns)
    return ShownTable(table.name, table.title, columns, rows, table.notes, csv_url="")
