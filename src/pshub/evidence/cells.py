"""Cells of findings: the address by which a text is bound to a number, and the number in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pshub.evidence import kinds
from pshub.evidence.errors import UnknownCell
from pshub.evidence.kinds import Cell, Column, Table
from pshub.evidence.models import Finding
from pshub.evidence.querysets import released, standing

SHARE = "share"


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell: its value as released, and as it is written in a text.

    Attributes
    ----------
    address
        ``<table>/<row key>/<column>``; a slash inside a row key is written ``%2F``.
    column
        What the number is, for a list to choose from.
    """

    address: str
    value: Cell
    text: str
    column: Column
    row: str


def cell_text(value: Cell, column: Column) -> str:
    """Return a value as people write it: thousands apart, shares as percentages, withheld values in words.

    No other unit is written: in a text the noun follows, in a table it stands in the heading.
    """
    if value is None:
        return _("not shown")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    if column.unit == SHARE:
        return f"{number_format(round(value * 100))}%"
    if isinstance(value, int):
        number = number_format(value, use_l10n=True, force_grouping=True)
    else:
        number = number_format(f"{value:.4g}" if abs(value) < 10_000 else round(value), force_grouping=True)
    return f"{number}%" if column.unit == "%" else number


def row_key(value: Cell) -> str:
    """Return the key of a row as addresses hold it."""
    return str(value).replace("%", "%25").replace("/", "%2F")


def row_anchor(table: str, key: str) -> str:
    """Return the name under which the evidence page holds a row, from the row's key as addresses hold it.

    Examples
    --------
    >>> row_anchor("places", "square 1")
    'row-places-square.20.1'
    """
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else f".{ord(sign):x}." for sign in key)
    return f"row-{table}-{plain}"


def cells_of(table: Table) -> Iterator[CellValue]:
    """Yield every cell that a text can be bound to: all but the row keys."""
    for row in table.rows:
        for column, value in zip(table.columns[1:], row[1:], strict=True):
            yield CellValue(
                address=f"{table.name}/{row_key(row[0])}/{column.name}",
                value=value,
                text=cell_text(value, column),
                column=column,
                row=str(row[0]),
            )


def finding_tables(finding: Finding) -> list[Table]:
    """Return the public tables of a finding; none where its content is hidden or its kind is not installed."""
    if standing(finding).hidden:
        return []
    try:
        return kinds.get(finding.kind).tables(released(finding))
    except kinds.UnknownKind:
        return []


def all_cells(finding: Finding) -> dict[str, CellValue]:
    """Return every cell of a finding by its address."""
    return {cell.address: cell for table in finding_tables(finding) for cell in cells_of(table)}


def cell_value(finding: Finding, address: str, *, tables: list[Table] | None = None) -> CellValue:
    """Return the cell that an address names.

    Raises
    ------
    UnknownCell
        Saying which part of the address is unknown, and what there is instead.
    """
    parts = address.split("/")
    if len(parts) != 3:
        raise UnknownCell(
            address, f"{address!r} is not an address: write table/row/column, such as statements/12/agree"
        )
    known: dict[str, Any] = {table.name: table for table in (tables if tables is not None else finding_tables(finding))}
    if parts[0] not in known:
        raise UnknownCell(
            address, f"this finding has no table {parts[0]!r}; it has: {', '.join(sorted(known)) or 'none'}"
        )
    table: Table = known[parts[0]]
    names = [column.name for column in table.columns]
    if parts[2] not in names:
        raise UnknownCell(address, f"the table {table.name!r} has no column {parts[2]!r}; it has: {', '.join(names)}")
    position = names.index(parts[2])
    for row in table.rows:
        if row_key(row[0]) == parts[1]:
            column = table.columns[position]
            value = row[position]
            return CellValue(address, value, cell_text(value, column), column, str(row[0]))
    raise UnknownCell(address, f"the table {table.name!r} has no row {parts[1]!r}")
