"""What each group says, against scipy and worked numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pshub.methods.opinion import Parameters, Votes, analyse
from pshub.methods.opinion.representative import polis_representative, robust_representative
from pshub.methods.opinion.significance import _discoveries, _halves, _p_values, split_half_significance
from pshub.methods.opinion.statistics import (
    consensus,
    difference_test,
    divisiveness,
    group_informed_consensus,
    group_statistics,
    mean_group_informed_consensus,
    share_test,
    split,
)
from pshub.methods.opinion.structure import find_structure, largest_eigenvalue

LIVE = np.ones(6, dtype=np.bool_)


def random_tables(seed: int, groups: int = 3, statements: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    agree, disagree, passed = np.random.default_rng(seed).integers(0, 25, (3, groups, statements))
    return agree, disagree, agree + disagree + passed


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_scores_follow_their_formulas(seed: int) -> None:
    agree, disagree, seen = random_tables(seed)
    scores = group_statistics(agree, disagree, seen)
    for group in range(3):
        for column in range(6):
            a, d, s = (int(table[group, column]) for table in (agree, disagree, seen))
            oa, os = int(agree[:, column].sum()) - a, int(seen[:, column].sum()) - s
            pa, pd = (a + 1) / (s + 2), (d + 1) / (s + 2)
            pooled = (a + oa + 2) / (s + os + 2)
            z = (
                ((a + 1) / (s + 1) - (oa + 1) / (os + 1))
                / math.sqrt(pooled * (1 - pooled) * (1 / (s + 1) + 1 / (os + 1)))
                if pooled < 1
                else 0.0
            )
            found = [float(item[group, column]) for item in (scores.pa, scores.pd, scores.pat, scores.ra, scores.rat)]
            expected = [pa, pd, 2 * math.sqrt(s + 1) * ((a + 1) / (s + 1) - 0.5), pa / ((oa + 1) / (os + 2)), z]
            assert found == pytest.approx(expected, rel=1e-12)


def test_a_share_that_is_everywhere_whole_differs_nowhere() -> None:
    five = np.array([5])
    assert difference_test(five, five, five, five).tolist() == [0.0]


def test_consensus_across_groups_multiplies_and_its_mean_does_not_shrink_with_groups() -> None:
    two, four = np.full((2, 1), 8), np.full((4, 1), 8)
    assert group_informed_consensus(two, two) == pytest.approx([0.81])
    assert group_informed_consensus(four, four) == pytest.approx([0.6561])
    assert mean_group_informed_consensus(two, two) == pytest.approx(mean_group_informed_consensus(four, four))


def test_divisiveness_is_the_widest_gap_between_groups() -> None:
    agree, disagree = np.array([[18], [9], [0]]), np.array([[0], [9], [18]])
    seen = np.full((3, 1), 18)
    assert divisiveness(agree, disagree, seen) == pytest.approx([0.9])
    assert divisiveness(agree[:2], disagree[:2], seen[:2]) == pytest.approx([0.45])
    assert divisiveness(agree[:1], disagree[:1], seen[:1]).tolist() == [0.0]


def test_split_sees_division_where_there_are_no_groups() -> None:
    agree, disagree = np.array([49, 98, 0]), np.array([49, 0, 0])
    assert split(agree, disagree, np.array([98, 98, 98])) == pytest.approx([0.9604, 0.0, 0.0])


def test_consensus_is_listed_by_share_times_test() -> None:
    agree, disagree = np.array([20, 18, 3, 0, 20, 30]), np.array([0, 2, 3, 20, 0, 0])
    seen = np.array([20, 20, 20, 20, 20, 30])
    live = np.array([True, True, True, True, False, True])
    assert consensus(agree, disagree, seen, live=live, most=None) == {"agree": [5, 0, 1], "disagree": [3]}
    assert consensus(agree, disagree, seen, live=live, most=2) == {"agree": [5, 0], "disagree": [3]}


def test_polis_falls_back_to_the_statement_that_stands_out_most() -> None:
    agree = np.array([[1, 0], [1, 1]])
    disagree = np.array([[1, 2], [1, 1]])
    seen = np.full((2, 2), 4)
    scores = group_statistics(agree, disagree, seen)
    lists = polis_representative(scores, agree=agree, disagree=disagree, live=np.ones(2, dtype=np.bool_))
    assert lists == [[(1, "disagree")], [(1, "agree")]]
    assert polis_representative(scores, agree=agree, disagree=disagree, live=np.zeros(2, dtype=np.bool_)) == [[], []]


def test_a_statement_stands_for_a_group_only_if_most_of_it_is_on_that_side() -> None:
    agree = np.array([[18, 8], [2, 0]])
    disagree = np.array([[0, 12], [18, 20]])
    seen = np.full((2, 2), 20)
    scores = group_statistics(agree, disagree, seen)
    significant = np.ones((2, 2), dtype=np.bool_)
    lists = robust_representative(scores, significant=significant, live=np.ones(2, dtype=np.bool_))
    assert lists == [[(0, "agree")], [(0, "disagree"), (1, "disagree")]]
    assert robust_representative(scores, significant=~significant, live=np.ones(2, dtype=np.bool_)) == [[], []]


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_p_values_are_those_of_the_corrected_chi_square(seed: int) -> None:
    agree, _, seen = random_tables(seed, groups=2)
    seen, agree = seen + 30, agree + 10
    found = _p_values(agree, seen, LIVE)
    for column in range(6):
        table = [[agree[g, column], seen[g, column] - agree[g, column]] for g in (0, 1)]
        gap = agree[0, column] / seen[0, column] - agree[1, column] / seen[1, column]
        if abs(gap) <= 0.5 * (1 / seen[0, column] + 1 / seen[1, column]):
            continue
        two_sided = stats.chi2_contingency(table, correction=True).pvalue
        assert found[0 if gap > 0 else 1, column] == pytest.approx(two_sided / 2, rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_discoveries_are_those_of_benjamini_and_hochberg(seed: int) -> None:
    p_values = np.random.default_rng(seed).random(40) ** 3
    assert np.array_equal(_discoveries(p_values), stats.false_discovery_control(p_values) <= 0.1)
    assert not len(_discoveries(np.zeros(0)))


def test_halves_share_no_vote_and_are_equal_to_within_one_for_everybody(town: Votes) -> None:
    first, second = _halves(town, 0)
    size = len(town.statements)
    cells = [set((half.rows * size + half.columns).tolist()) for half in (first, second)]
    assert not cells[0] & cells[1]
    assert len(cells[0] | cells[1]) == town.size
    assert np.abs(first.votes_per_participant() - second.votes_per_participant()).max() <= 1


def test_planted_differences_are_found_and_others_are_not(town: Votes) -> None:
    drawn = analyse(town)
    found = [any(scores.significant for scores in statement.scores) for statement in drawn.statements]
    assert sum(found[:12]) >= 8
    assert sum(found[12:]) <= 1
    assert {label for statement in drawn.statements for label in statement.representative_of} == {"A", "B"}


def test_one_group_has_nothing_to_test(town: Votes) -> None:
    one = np.zeros(90, dtype=np.int8)
    tests = split_half_significance(town, memberships=one, groups=1, live=np.ones(30, dtype=np.bool_), seed=0)
    assert not tests.agree.any()
    assert not tests.disagree.any()


def test_votes_alike_in_one_half_have_nothing_to_test() -> None:
    votes = Votes.from_labels(
        participants=["a", "b", "c", "d"],
        statements=["1", "2"],
        votes=[(name, label, 1) for name in "abcd" for label in "12"],
    )
    tests = split_half_significance(
        votes, memberships=np.array([0, 0, 1, 1], dtype=np.int8), groups=2, live=np.ones(2, dtype=np.bool_), seed=0
    )
    assert not tests.agree.any()


def test_lanczos_steps_find_the_largest_eigenvalue() -> None:
    random = np.random.default_rng(0)
    for size in (150, 300):
        votes = random.integers(-1, 2, (400, size)).astype(float)
        matrix = votes.T @ votes
        assert largest_eigenvalue(matrix) == pytest.approx(float(np.linalg.eigvalsh(matrix)[-1]), rel=1e-6)
    line = np.outer(np.arange(200.0), np.arange(200.0))
    assert largest_eigenvalue(line) == pytest.approx(float(np.trace(line)))


def test_the_null_test_reports_its_progress(town: Votes) -> None:
    done: list[float] = []
    everybody = np.ones(90, dtype=np.bool_)
    live = np.ones(30, dtype=np.bool_)
    structure = find_structure(town, people=everybody, live=live, seed=0, shuffles=4, progress=done.append)
    assert done == [0.25, 0.5, 0.75, 1.0]
    assert structure.holds


def test_share_test_is_zero_at_one_half() -> None:
    assert share_test(np.array([4]), np.array([9])).tolist() == [0.0]


def test_analysis_reports_its_stages(town: Votes) -> None:
    stages: list[tuple[str, float]] = []
    analyse(town, parameters=Parameters(shuffles=2), progress=lambda stage, done: stages.append((stage, done)))
    assert [stage for stage, _ in dict(stages).items()] == [
        "counts",
        "axes",
        "positions",
        "structure",
        "groups",
        "statements",
        "done",
    ]
    shares = [done for _, done in stages]
    assert shares == sorted(shares)
