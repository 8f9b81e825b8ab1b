"""What a page needs to show a finding that it embeds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from pshub.evidence import kinds
from pshub.evidence.cells import CellValue, cell_text, cell_value
from pshub.evidence.kinds import Column, Figure, Table
from pshub.evidence.models import FigureFile, Finding
from pshub.evidence.querysets import Standing, by_digest, released, standing

#: Rows of a table that a page shows; the file to download has them all.
MOST_ROWS = 200
#: Findings whose tables and figures a process keeps at hand.
KEPT = 32


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell as a page writes it."""

    text: str
    numeric: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as a page writes it, with the parts of `Table`: the first cell of a row is its heading."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[ShownCell, ...], ...]
    notes: tuple[str, ...]
    csv_url: str


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as a page shows it. `svg_url` is empty until the worker has drawn it: show the table then."""

    name: str
    title: str
    description: str
    table: str
    width: int
    height: int
    svg_url: str
    png_url: str
    specification_url: str


@dataclass(frozen=True, slots=True)
class FindingBlock:
    """A finding as a publication shows it."""

    digest: str
    url: str
    title: str
    caption: str
    summary: str
    svg_url: str
    width: int
    height: int
    description: str
    table: ShownTable | None
    source_line: str
    standing: Standing
    successor_url: str

    @property
    def hidden(self) -> bool:
        """Whether only the reason may be shown in the place of the content."""
        return self.standing.hidden


# What is shown follows from the released result alone, which never changes: each process keeps what it made last.


@lru_cache(maxsize=KEPT)
def tables_of(kind: str, released_json: str) -> tuple[Table, ...]:
    """Return the public tables of a released result."""
    return tuple(kinds.get(kind).tables(json.loads(released_json)))


@lru_cache(maxsize=KEPT)
def figures_of(kind: str, released_json: str) -> tuple[Figure, ...]:
    """Return the public figures of a released result."""
    return tuple(kinds.get(kind).figures(json.loads(released_json)))


class EmbeddedFinding:
    """A finding with what it shows, read with two queries however many findings are asked for."""

    def __init__(self, finding: Finding, drawn: frozenset[str]) -> None:
        self.finding = finding
        self.standing = standing(finding)
        self._drawn = drawn
        self._tables: list[Table] | None = None
        self._figures: list[Figure] | None = None
        try:
            self.kind: kinds.FindingKind | None = kinds.get(finding.kind)
        except kinds.UnknownKind:
            self.kind = None

    @property
    def _shows(self) -> bool:
        return self.kind is not None and not self.standing.hidden

    @property
    def tables(self) -> list[Table]:
        """The public tables; none where the content is hidden."""
        if self._tables is None:
            shown = self.kind and self._shows
            self._tables = list(tables_of(self.finding.kind, self.finding.released_json)) if shown else []
        return self._tables

    @property
    def figures(self) -> list[Figure]:
        """The public figures; none where the content is hidden."""
        if self._figures is None:
            shown = self.kind and self._shows
            self._figures = list(figures_of(self.finding.kind, self.finding.released_json)) if shown else []
        return self._figures

    def cell(self, address: str) -> CellValue:
        """Return a cell, or raise `UnknownCell`."""
        return cell_value(self.finding, address, tables=self.tables)

    def shown_table(self, name: str) -> ShownTable | None:
        """Return a table as a page writes it."""
        table = next((table for table in self.tables if table.name == name), None)
        if table is None:
            return None
        rows = tuple(
            tuple(
                ShownCell(cell_text(value, column), numeric=column.type in {"integer", "number"})
                for column, value in zip(table.columns, row, strict=True)
            )
            for row in table.rows[:MOST_ROWS]
        )
        notes = table.notes
        if len(table.rows) > MOST_ROWS:
            cut = _("These are the first %(shown)d of %(all)d rows. The file holds all of them.")
            notes = (*notes, cut % {"shown": MOST_ROWS, "all": len(table.rows)})
        columns = tuple(
            replace(column, unit="") if column.unit in {"share", "%"} else column for column in table.columns
        )
        csv_url = reverse("evidence:table", args=[self.finding.digest, table.name])
        return ShownTable(table.name, table.title, columns, rows, notes, csv_url)

    def shown_figure(self, name: str) -> ShownFigure | None:
        """Return a figure as a page shows it."""
        figure = next((figure for figure in self.figures if figure.name == name), None)
        if figure is None:
            return None
        return ShownFigure(
            name=figure.name,
            title=figure.title,
            description=figure.description,
            table=figure.table,
            width=figure.width,
            height=figure.height,
            svg_url=self._figure_url(figure.name, "svg") if f"{figure.name}.svg" in self._drawn else "",
            png_url=self._figure_url(figure.name, "png") if f"{figure.name}.png" in self._drawn else "",
            specification_url=self._figure_url(figure.name, "json"),
        )

    def _figure_url(self, name: str, picture_format: str) -> str:
        return reverse("evidence:figure", args=[self.finding.digest, name, picture_format])

    def block(self, *, figure: str = "", table: str = "") -> FindingBlock:
        """Return what a publication shows: by default the first figure, and the table that holds its numbers."""
        first = self.figures[0].name if self.figures and not figure and not table else figure
        shown = self.shown_figure(first) if first else None
        wanted = table or (shown.table if shown else "")
        finding, kind = self.finding, self.kind
        successor = self.standing.successor_digest
        return FindingBlock(
            digest=finding.digest,
            url=finding.get_absolute_url(),
            title=finding.title,
            caption=shown.title if shown else finding.title,
            summary=kind.summary(released(finding)) if kind and self._shows else "",
            svg_url=shown.svg_url if shown else "",
            width=shown.width if shown else 0,
            height=shown.height if shown else 0,
            description=shown.description if shown else "",
            table=self.shown_table(wanted) if wanted else None,
            source_line=source_line(finding),
            standing=self.standing,
            successor_url=reverse("evidence:detail", args=[successor]) if successor else "",
        )


def source_line(finding: Finding) -> str:
    """Return the line under a figure that says where it comes from."""
    return _("Finding %(digest)s, sealed on %(day)s") % {
        "digest": finding.digest[:12],
        "day": finding.sealed_at.strftime("%-d %B %Y"),
    }


def embedded(digests: Iterable[str]) -> dict[str, EmbeddedFinding]:
    """Return findings by address, ready to show. Two queries, however many there are; unknown ones are absent."""
    found = by_digest(digests)
    drawn: dict[int, set[str]] = {finding.pk: set() for finding in found.values()}
    files = FigureFile.objects.filter(finding__in=drawn).values_list("finding_id", "name", "format")
    for key, name, picture_format in files:
        drawn[key].add(f"{name}.{picture_format}")
    return {digest: EmbeddedFinding(finding, frozenset(drawn[finding.pk])) for digest, finding in found.items()}


def finding_block(digest: str, *, figure: str = "", table: str = "") -> FindingBlock | None:
    """Return one finding as a publication shows it; None where there is none with that address."""
    found = embedded([digest]).get(digest)
    return found.block(figure=figure, table=table) if found else None
