"""Tables as files."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.evidence.kinds import Column, Table
from pshub.evidence.tables import datapackage, first_cell_difference, table_csv

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)


def table(rows: list[tuple[str, int | None]]) -> Table:
    return Table("t", "T", (Column("name", "Name"), Column("votes", "Votes", "integer")), tuple(rows), ("Rounded.",))


@given(st.lists(st.tuples(TEXT, st.none() | st.integers(-10, 10**9)), max_size=5))
def test_no_text_in_a_csv_is_a_formula_and_nothing_else_changes(rows: list[tuple[str, int | None]]) -> None:
    read = list(csv.reader(io.StringIO(table_csv(table(rows)).decode(), newline="")))
    assert read[0] == ["name", "votes"]
    for (name, votes), (shown, number) in zip(rows, read[1:], strict=True):
        assert not shown.startswith(("=", "+", "-", "@", "\t"))
        assert shown.removeprefix("'") == name.removeprefix("'") or shown == name
        assert number == ("" if votes is None else str(votes))


@pytest.mark.parametrize(
    ("packaged", "address"),
    [
        (b"name,votes\r\na,6\r\n", "t/a/votes"),
        (b"name,votes\r\n", "t/a/name"),
        (b"name,votes\r\na,5\r\nb,1\r\n", "t/b/name"),
        (b"name,vote\r\na,5\r\n", "t/heading/votes"),
        (b"\xff", "t"),
    ],
)
def test_the_first_cell_that_differs_is_named(packaged: bytes, address: str) -> None:
    found = first_cell_difference(packaged, table([("a", 5)]))
    assert found is not None
    assert found[0] == address


def test_a_table_is_described_for_machines() -> None:
    content = table_csv(table([("a", 5)]))
    described = datapackage(title="A finding", tables=[table([("a", 5)])], files={"tables/t.csv": content})
    entry = described["resources"][0]
    assert entry["schema"]["primaryKey"] == ["name"]
    assert entry["schema"]["fields"][1] == {"name": "votes", "title": "Votes", "type": "integer"}
    assert entry["description"] == "Rounded."
