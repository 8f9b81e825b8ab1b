"""Votes as arrays: checked, sorted, the last vote counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pshub.methods.opinion import OpinionError, Votes, constants
from pshub.methods.opinion.votes import natural_key


def build(**changes: Any) -> Votes:
    arguments: dict[str, Any] = {
        "participants": ["ann", "bob"],
        "statements": ["10", "9"],
        "rows": [1, 0, 0],
        "columns": [0, 0, 1],
        "values": [1, -1, 0],
    }
    return Votes.from_arrays(**(arguments | changes))


def test_statements_stand_in_natural_order_and_votes_in_order_of_rows() -> None:
    votes = build(texts=["ten", "nine"], moderated_out=[True, False], meta=[False, True])
    assert votes.statements == ("9", "10")
    assert votes.texts == ("nine", "ten")
    assert votes.moderated_out.tolist() == [False, True]
    assert votes.meta.tolist() == [True, False]
    cells = list(zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True))
    assert cells == [(0, 0, 0), (0, 1, -1), (1, 1, 1)]
    assert votes.is_ordered
    assert votes.ordered() is votes


def test_the_last_vote_of_a_participant_on_a_statement_counts() -> None:
    votes = build(rows=[0, 0, 0], columns=[1, 1, 1], values=[1, -1, 0])
    assert votes.size == 1
    assert votes.values.tolist() == [0]


def test_numbers_inside_labels_sort_by_size() -> None:
    assert sorted(["c10", "c9", "b", "", "c"], key=natural_key) == ["", "b", "c", "c9", "c10"]
    assert natural_key("01") != natural_key("1")
    assert sorted(["x²", "²", "٣", "9" * 5000, "1" + "0" * 5000], key=natural_key)[:2] == ["9" * 5000, "1" + "0" * 5000]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rows": [0, 0]}, "shape"),
        ({"values": [1, 0]}, "shape"),
        ({"rows": [[0], [1], [1]]}, "shape"),
        ({"texts": ["one"]}, "shape"),
        ({"meta": [True]}, "shape"),
        ({"rows": [0, 2, 0]}, "row-range"),
        ({"columns": [0, -1, 0]}, "column-range"),
        ({"values": [1, 2, 0]}, "value"),
        ({"values": [1.0, 0.5, 0.0]}, "value"),
        ({"participants": ["ann", "ann"]}, "label-repeated"),
        ({"statements": ["1", "1"]}, "label-repeated"),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(OpinionError) as refused:
        build(**changes)
    assert refused.value.code == code
    assert "{" not in str(refused.value)


def raw(**changes: Any) -> Votes:
    arguments: dict[str, Any] = {
        "participants": ("ann", "bob"),
        "statements": ("2", "1"),
        "rows": np.array([1, 0], dtype=np.int32),
        "columns": np.array([0, 1], dtype=np.int32),
        "values": np.array([1, -1], dtype=np.int8),
        "texts": ("", ""),
        "moderated_out": np.zeros(2, dtype=np.bool_),
        "meta": np.zeros(2, dtype=np.bool_),
    }
    return Votes(**(arguments | changes))


def test_arrays_put_together_by_hand_are_checked_too() -> None:
    assert not raw().is_ordered
    assert raw().ordered().statements == ("1", "2")
    with pytest.raises(OpinionError) as twice:
        raw(rows=np.array([1, 1], dtype=np.int32), columns=np.array([0, 0], dtype=np.int32))
    assert twice.value.code == "pair-repeated"
    with pytest.raises(OpinionError) as wild:
        raw(values=np.array([1, 3], dtype=np.int8))
    assert wild.value.code == "value"


def test_more_statements_than_the_method_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "MAX_STATEMENTS", 1)
    with pytest.raises(OpinionError) as refused:
        build()
    assert refused.value.code == "too-many-statements"


def test_whole_numbers_written_as_fractions_are_taken() -> None:
    assert build(values=[1.0, -1.0, 0.0]).size == 3
