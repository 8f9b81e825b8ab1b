"""Votes that hold too little for a map get a status and a plain notice, never an error or a number that is none."""

from __future__ import annotations

import numpy as np
import pytest
from tests.methods.opinion.samples import UNSEEN, from_matrix

from pshub.methods.canonical import canonical_json
from pshub.methods.opinion import OpinionError, OpinionMap, Parameters, Votes, analyse
from pshub.methods.opinion.notices import NOTICES

FULL = np.array([[1, -1, 1, 0], [-1, 1, 1, 0], [1, 1, -1, 1]], dtype=np.int8)

CASES = {
    "no votes": (np.full((3, 4), UNSEEN, dtype=np.int8), "none", "no-votes"),
    "one voter": (FULL[:1], "none", "one-voter"),
    "one statement": (FULL[:, :1], "one", "one-statement"),
    "all votes alike": (np.ones((20, 5), dtype=np.int8), "none", "no-axis"),
    "all pass": (np.zeros((20, 5), dtype=np.int8), "none", "no-axis"),
    "two voters": (FULL[:2], "one", "one-axis"),
    "two mirrored camps": (np.repeat([[1, -1, 1], [-1, 1, -1]], 20, axis=0).astype(np.int8), "one", "one-axis"),
    "a perfect tie": (
        np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], dtype=np.int8), "not_unique", "no-unique-axis"
    ),
    "one axis above a tie": (
        np.array([[1, 0, 0], [1, 0, 0], [-1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
                 dtype=np.int8),
        "not_unique", "no-unique-axis"
    ),
}  # fmt: skip


def check_whole(drawn: OpinionMap) -> None:
    """Every number of a result is finite, and counts add up."""
    result = drawn.result()
    assert canonical_json(result)
    assert sum(group.size for group in drawn.groups) == int((drawn.group_of >= 0).sum()) == result["grouped"]
    assert all(code in NOTICES for code in drawn.notices)


@pytest.mark.parametrize("mode", ["robust", "polis"])
@pytest.mark.parametrize("name", CASES)
def test_too_little_to_map_is_said(name: str, mode: str) -> None:
    matrix, status, notice = CASES[name]
    drawn = analyse(from_matrix(matrix), parameters=Parameters(mode=mode, shuffles=5))
    assert drawn.axes.status == status
    assert notice in drawn.notices
    assert len(drawn.groups) <= 2
    check_whole(drawn)


def test_an_axis_that_is_unique_is_kept_beside_two_that_are_not() -> None:
    drawn = analyse(from_matrix(CASES["one axis above a tie"][0]), parameters=Parameters(shuffles=5))
    assert drawn.axes.v1.tolist() == [1 << 30, 0, 0]
    assert not drawn.axes.v2.any()


@pytest.mark.parametrize("mode", ["robust", "polis"])
def test_nobody_and_nothing(mode: str) -> None:
    drawn = analyse(Votes.from_labels(participants=[], statements=[], votes=[]), parameters=Parameters(mode=mode))
    assert drawn.notices == ("no-votes",)
    assert drawn.groups == ()
    check_whole(drawn)


def test_a_participant_without_votes_is_at_the_middle_and_in_no_group() -> None:
    matrix = np.concatenate([np.repeat(FULL, 6, axis=0), np.full((1, 4), UNSEEN, dtype=np.int8)])
    drawn = analyse(from_matrix(matrix), parameters=Parameters(shuffles=5))
    assert drawn.positions[-1].tolist() == [0, 0]
    assert drawn.group_of[-1] == -1
    assert drawn.labels[-1] == ""
    assert drawn.counts.participants == 18


def test_everything_moderated_out_leaves_no_axis() -> None:
    drawn = analyse(from_matrix(np.repeat(FULL, 6, axis=0), moderated_out=np.ones(4, dtype=np.bool_)))
    assert drawn.axes.status == "none"
    assert drawn.consensus == {"agree": (), "disagree": ()}
    check_whole(drawn)


def test_polis_mode_without_memberships_says_that_groups_need_them(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(mode="polis"))
    assert "memberships-needed" in drawn.notices
    assert [group.label for group in drawn.groups] == ["A"]
    assert drawn.axes.status == "two"
    assert drawn.positions.any()
    check_whole(drawn)


def test_memberships_must_fit_the_participants(town: Votes) -> None:
    with pytest.raises(OpinionError) as short:
        analyse(town, memberships=[0, 1])
    assert short.value.code == "membership-shape"
    with pytest.raises(OpinionError) as wild:
        analyse(town, memberships=np.full(90, 500))
    assert wild.value.code == "membership-range"


def test_memberships_given_to_robust_mode_are_kept(town: Votes) -> None:
    given = np.repeat([0, 1, 2], 30)
    drawn = analyse(town, parameters=Parameters(shuffles=5), memberships=given)
    assert [group.size for group in drawn.groups] == [30, 30, 30]


def test_one_group_at_most_can_be_asked_for(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=5, max_groups=1))
    assert drawn.structure.holds
    assert [group.label for group in drawn.groups] == ["A"]
    assert all(statement.divisiveness == 0 for statement in drawn.statements)


@pytest.mark.parametrize(
    ("name", "value"), [("mode", "other"), ("seed", -1), ("shuffles", 0), ("max_groups", 6), ("seed", 1.5)]
)
def test_parameters_out_of_range_are_refused(name: str, value: object) -> None:
    with pytest.raises(OpinionError) as refused:
        Parameters.from_dict({name: value})
    assert refused.value.params["name"] == name


def test_unknown_parameters_are_refused() -> None:
    with pytest.raises(OpinionError, match="no such parameter"):
        Parameters.from_dict({"colour": 1})
    assert Parameters.from_dict(Parameters(seed=4).to_dict()) == Parameters(seed=4)
