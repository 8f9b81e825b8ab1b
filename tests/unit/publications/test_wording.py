"""How the value of a cell is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.evidence.cells import CellValue, cell_text
from pshub.evidence.kinds import Cell, Column
from pshub.publishing.publications.problems import NumberProblem
from pshub.publishing.publications.wording import say


def cell(value: Cell, unit: str = "") -> CellValue:
    column = Column("column", "Column", "number", unit)
    return CellValue("table/row/column", value, cell_text(value, column), column, "row")


@pytest.mark.parametrize(
    ("value", "unit", "style", "says"),
    [
        (12345, "", "", "12,345"),
        (12345, "", "number", "12,345"),
        (-1234.0, "", "number", "−1,234"),
        (0.4537, "", "number", "0.454"),
        (123456.7, "", "number", "123,457"),
        (0.47, "share", "", "47%"),
        (0.47, "share", "percent", "47%"),
        (47, "%", "percent", "47%"),
        (0.004, "share", "percent", "less than 1%"),
        (0.0, "share", "percent", "0%"),
        (0.5, "share", "words", "half"),
        (0.48, "share", "words", "nearly half"),
        (0.52, "share", "words", "just over half"),
        (0.665, "share", "words", "two thirds"),
        (0.45, "share", "words", "about 45%"),
        (0.0, "share", "words", "none"),
        (0.001, "share", "words", "almost none"),
        (0.999, "share", "words", "almost all"),
        (1.0, "share", "words", "all"),
        (75, "%", "words", "three quarters"),
        (7, "", "words", "seven"),
        (0, "", "words", "none"),
        (300, "", "words", "300"),
        (305, "", "words", "about 300"),
        (12345, "", "words", "about 12,000"),
        (23, "", "words", "about 20"),
        ("Group A", "", "", "Group A"),
    ],
)
def test_the_words_for_a_cell(value: Cell, unit: str, style: str, says: str) -> None:
    assert say(cell(value, unit), style) == says


@pytest.mark.parametrize(
    ("value", "unit", "style", "code"),
    [
        (None, "", "", "empty-cell"),
        ("", "", "number", "empty-cell"),
        ("Group A", "", "words", "not-a-number"),
        (12, "", "percent", "not-a-share"),
        (120, "%", "percent", "not-a-share"),
    ],
)
def test_what_cannot_be_said_is_refused(value: Cell, unit: str, style: str, code: str) -> None:
    with pytest.raises(NumberProblem) as refused:
        say(cell(value, unit), style)
    assert refused.value.code == code


@given(st.floats(0, 1))
def test_a_percentage_is_never_off_by_more_than_half_a_point(share: float) -> None:
    said = say(cell(share, "share"), "percent")

    if said == "less than 1%":
        assert 0 < share <= 0.005
    else:
        assert abs(float(said.rstrip("%")) / 100 - share) <= 0.005 + 1e-9


@given(st.floats(0, 1))
def test_every_share_has_words(share: float) -> None:
    assert say(cell(share, "share"), "words")


@given(st.integers(10, 10**9))
def test_a_count_in_words_is_within_five_in_a_hundred_or_the_nearest_ten(count: int) -> None:
    said = say(cell(count), "words")

    number = int(said.removeprefix("about ").replace(",", ""))
    assert abs(number - count) <= max(5, count * 0.05)
