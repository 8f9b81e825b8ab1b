"""Numbers in running text, and findings as blocks of a page."""

from __future__ import annotations

from typing import Any

import ballots
import pytest

from pshub.evidence import actions, handlers
from pshub.evidence.cells import all_cells, cell_text, cell_value
from pshub.evidence.embedding import embedded, finding_block
from pshub.evidence.errors import UnknownCell
from pshub.evidence.kinds import Cell, Column
from pshub.evidence.models import Finding
from pshub.evidence.querysets import findings
from pshub.people.actors import Actor


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (12480, Column("n", "N", "integer"), "12,480"),
        (0.415, Column("s", "S", "number", "share"), "42%"),
        (41, Column("s", "S", "integer", "%"), "41%"),
        (2.5, Column("x", "X", "number"), "2.5"),
        (0.123456, Column("x", "X", "number"), "0.1235"),
        (1234567.8, Column("x", "X", "number"), "1,234,568"),
        (None, Column("n", "N", "integer"), "not shown"),
        (True, Column("b", "B", "boolean"), "yes"),
        ("buses", Column("o", "O"), "buses"),
    ],
)
def test_a_cell_is_written_as_people_write_it(value: Cell, column: Column, text: str) -> None:
    assert cell_text(value, column) == text


def test_a_cell_is_found_by_its_address(sealed: Finding) -> None:
    cell = cell_value(sealed, "options/buses/votes")
    assert (cell.value, cell.text, cell.row, cell.column.title) == (40, "40", "buses", "Votes")


def test_every_offered_address_leads_back_to_its_cell(db: None, analyst: Actor) -> None:
    finding = actions.seal(
        kind="ballot",
        files=ballots.ballot_files({"A/B testing": 20, "50% off": 30, "%2F": 10}),
        parameters={},
        title="Odd names",
        by=analyst,
    )
    cells = all_cells(finding)
    assert len(cells) == 6
    for address, cell in cells.items():
        assert cell_value(finding, address) == cell


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("options/buses", "write table/row/column"),
        ("nothing/buses/votes", "it has: options"),
        ("options/buses/nothing", "it has: option, votes, share"),
        ("options/nothing/votes", "has no row 'nothing'"),
    ],
)
def test_an_unknown_address_says_which_part_and_what_there_is(sealed: Finding, address: str, words: str) -> None:
    with pytest.raises(UnknownCell) as refusal:
        cell_value(sealed, address)
    assert words in str(refusal.value)


def test_a_withdrawn_finding_has_no_cells_and_no_block_content(sealed: Finding, analyst: Actor) -> None:
    actions.withdraw(finding=sealed, reason="Counted twice", by=analyst)
    assert all_cells(findings().get(pk=sealed.pk)) == {}
    block = finding_block(sealed.digest)
    assert block is not None
    assert block.hidden
    assert block.standing.reason == "Counted twice"
    assert (block.svg_url, block.table, block.summary, block.description) == ("", None, "", "")


def test_a_block_has_the_figure_its_words_its_table_and_its_source(sealed: Finding) -> None:
    handlers.draw_finding({"digest": sealed.digest})
    block = finding_block(sealed.digest)
    assert block is not None
    assert block.svg_url.endswith("/figures/bars.svg")
    assert block.description == "A bar for each option, as long as it has votes."
    assert block.table is not None
    assert [str(cell) for cell in block.table.rows[1]] == ["buses", "40", "62%"]
    assert sealed.digest[:12] in block.source_line
    assert block.summary == "3 options were voted on."


def test_a_block_without_a_drawn_figure_still_has_its_table(sealed: Finding) -> None:
    block = finding_block(sealed.digest, figure="bars")
    assert block is not None
    assert block.svg_url == ""
    assert block.table is not None


def test_a_block_may_be_a_table_alone(sealed: Finding) -> None:
    block = finding_block(sealed.digest, table="options")
    assert block is not None
    assert block.table is not None
    assert block.svg_url == ""
    assert block.caption == sealed.title


def test_what_a_finding_does_not_have_is_left_out(sealed: Finding) -> None:
    block = finding_block(sealed.digest, figure="nothing", table="nothing")
    assert block is not None
    assert (block.table, block.svg_url) == (None, "")


def test_a_superseded_block_leads_to_its_successor(sealed: Finding, analyst: Actor) -> None:
    newer = actions.seal(kind="ballot", files=ballots.ballot_files({"a": 20}), parameters={}, title="Newer", by=analyst)
    actions.supersede(finding=sealed, successor=newer, by=analyst)
    block = finding_block(sealed.digest)
    assert block is not None
    assert block.successor_url == newer.get_absolute_url()


def test_an_unknown_digest_has_no_block(db: None) -> None:
    assert finding_block("0" * 64) is None


def test_many_findings_take_two_queries(
    sealed: Finding, public_finding: Finding, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        found = embedded([sealed.digest, public_finding.digest, "0" * 64])
        blocks = [entry.block() for entry in found.values()]
        cells = [found[sealed.digest].cell("options/buses/votes").text]
    assert len(blocks) == 2
    assert cells == ["40"]


def test_a_finding_of_a_kind_that_is_gone_shows_nothing(sealed: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    from pshub.evidence import kinds

    monkeypatch.delitem(kinds._kinds, "ballot")
    block = finding_block(sealed.digest)
    assert block is not None
    assert (block.table, block.svg_url) == (None, "")
    assert all_cells(sealed) == {}


def test_a_page_shows_the_first_rows_of_a_long_table_and_says_so(db: None, analyst: Actor) -> None:
    votes = {f"option {number:03}": 10 for number in range(250)}
    finding = actions.seal(kind="ballot", files=ballots.ballot_files(votes), parameters={}, title="Long", by=analyst)
    block = finding_block(finding.digest)
    assert block is not None
    assert block.table is not None
    assert len(block.table.rows) == 200
    assert "first 200 of 250 rows" in block.table.notes[-1]
