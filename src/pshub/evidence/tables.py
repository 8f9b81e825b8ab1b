"""Public tables as CSV files with a Frictionless description."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from pshub.evidence.kinds import Cell, Table
from pshub.evidence.sealing import resource

#: A text that starts with one of these is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(value: Cell) -> Cell:
    """Return a cell that no spreadsheet program takes for a formula: such texts get an apostrophe in front."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def table_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8): column names first, withheld cells empty, formulas neutralised."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow(["" if value is None else neutralised(value) for value in row])
    return buffer.getvalue().encode("utf-8")


def table_path(name: str) -> str:
    """Return where a table lies in a package."""
    return f"tables/{name}.csv"


def datapackage(*, title: str, tables: Iterable[Table], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the Frictionless description of the files of a package; tables get a schema."""
    described = {table_path(table.name): table for table in tables}
    resources = []
    for name in sorted(files):
        entry = resource(name, files[name])
        table = described.get(name)
        if table is not None:
            entry |= {"profile": "tabular-data-resource", "title": table.title, "schema": _schema(table)}
            if table.notes:
                entry["description"] = "\n".join(table.notes)
        resources.append(entry)
    return {"name": "finding", "title": title, "profile": "data-package", "resources": resources}


def _schema(table: Table) -> dict[str, Any]:
    fields = []
    for column in table.columns:
        field = {"name": column.name, "title": column.title, "type": column.type}
        if column.unit:
            field["unit"] = column.unit
        fields.append(field)
    return {"fields": fields, "primaryKey": [table.columns[0].name], "missingValues": [""]}


def first_cell_difference(packaged: bytes, expected: Table) -> tuple[str, str, str] | None:
    """Return address, packaged and expected value of the first cell of a CSV that is not the table's; None if equal."""
    try:
        found = list(csv.reader(io.StringIO(packaged.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        return expected.name, f"not readable ({error})", "a table"
    wanted = list(csv.reader(io.StringIO(table_csv(expected).decode("utf-8"), newline="")))
    header = [column.name for column in expected.columns]
    for position in range(max(len(found), len(wanted))):
        have = found[position] if position < len(found) else []
        want = wanted[position] if position < len(wanted) else []
        if have == want:
            continue
        row = (want or have or [""])[0] if position else "heading"
        for place in range(max(len(have), len(want))):
            left = have[place] if place < len(have) else "nothing"
            right = want[place] if place < len(want) else "nothing"
            if left != right:
                column = header[place] if place < len(header) else str(place + 1)
                return f"{expected.name}/{row}/{column}", left, right
    return None
