"""Laws of the opinion map: what must not change a result, and what must change it in a known way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.methods.opinion.samples import doubled, from_matrix, matrices, shuffled_people, shuffled_statements

from pshub.methods.opinion import OpinionError, Parameters, Votes, analyse, constants
from pshub.methods.opinion.counts import UNSEEN, empty_counts, pair_counts, update_counts
from pshub.methods.opinion.statistics import divisiveness, group_informed_consensus, group_statistics

FEW = Parameters(shuffles=5)


@settings(max_examples=40, deadline=None)
@given(matrix=matrices(), random=st.randoms(use_true_random=False))
def test_the_order_of_participants_and_statements_changes_nothing(matrix: np.ndarray, random: object) -> None:
    votes = from_matrix(matrix)
    order = np.random.default_rng(matrix.size)
    drawn = analyse(votes, parameters=FEW)
    people = order.permutation(len(votes.participants))
    statements = order.permutation(len(votes.statements))
    assert analyse(shuffled_people(votes, people), parameters=FEW).digest() == drawn.digest()
    other = analyse(shuffled_statements(shuffled_people(votes, people), statements), parameters=FEW)
    assert other.digest() == drawn.digest()
    assert np.array_equal(other.positions, drawn.positions[people])


def test_order_changes_nothing_on_a_map_with_groups(town: Votes) -> None:
    drawn = analyse(town)
    assert [group.size for group in drawn.groups] == [56, 34]
    order = np.random.default_rng(1)
    for _ in range(3):
        people = order.permutation(90)
        again = analyse(shuffled_statements(shuffled_people(town, people), order.permutation(30)))
        assert again.digest() == drawn.digest()
        assert np.array_equal(again.group_of, drawn.group_of[people])


def test_the_order_of_a_real_conversation_changes_nothing(real_votes: Callable[[str], Votes]) -> None:
    votes = real_votes("15-per-hour-seattle")
    order = np.random.default_rng(2).permutation(len(votes.participants))
    assert analyse(shuffled_people(votes, order), parameters=FEW).digest() == analyse(votes, parameters=FEW).digest()


@settings(max_examples=60, deadline=None)
@given(matrix=matrices(), block=st.integers(1, 30))
def test_the_size_of_blocks_changes_no_count(matrix: np.ndarray, block: int) -> None:
    votes = from_matrix(matrix)
    assert pair_counts(votes, block_rows=block) == pair_counts(votes)


@settings(max_examples=60, deadline=None)
@given(matrix=matrices())
def test_counts_are_what_their_definition_says(matrix: np.ndarray) -> None:
    counts = pair_counts(from_matrix(matrix))
    seen = (matrix != UNSEEN).astype(int)
    vote = np.where(matrix == UNSEEN, 0, matrix).astype(int)
    assert np.array_equal(counts.both, seen.T @ seen)
    assert np.array_equal(counts.product, vote.T @ vote)
    assert np.array_equal(counts.total, vote.T @ seen)
    assert counts.participants == int(seen.any(axis=1).sum())


@settings(max_examples=60, deadline=None)
@given(matrix=matrices(), data=st.data())
def test_a_vote_that_is_added_changed_and_withdrawn_leaves_no_trace(matrix: np.ndarray, data: st.DataObject) -> None:
    counts = pair_counts(from_matrix(matrix))
    row = data.draw(st.integers(0, len(matrix) - 1))
    column = data.draw(st.integers(0, matrix.shape[1] - 1))
    changed = matrix[row].copy()
    changed[column] = data.draw(st.sampled_from([-1, 0, 1, 2]))
    moved = matrix.copy()
    moved[row] = changed
    after = update_counts(counts, before=matrix[row], after=changed)
    assert after == pair_counts(from_matrix(moved))
    assert update_counts(after, before=changed, after=matrix[row]) == counts


@settings(max_examples=30, deadline=None)
@given(matrix=matrices())
def test_counts_built_one_participant_at_a_time_are_the_same(matrix: np.ndarray) -> None:
    built = empty_counts(matrix.shape[1])
    for row in matrix[::-1]:
        built = update_counts(built, before=None, after=row)
    assert built == pair_counts(from_matrix(matrix))
    for row in matrix:
        built = update_counts(built, before=row, after=None)
    assert built == empty_counts(matrix.shape[1])


def test_a_row_of_another_conversation_is_refused() -> None:
    with pytest.raises(OpinionError) as refused:
        update_counts(empty_counts(3), before=None, after=np.zeros(2, dtype=np.int8))
    assert refused.value.code == "shape"


@settings(max_examples=40, deadline=None)
@given(matrix=matrices())
def test_doubling_every_participant_keeps_means_and_axes(matrix: np.ndarray) -> None:
    votes = from_matrix(matrix)
    once, twice = (analyse(item, parameters=Parameters(mode="polis")) for item in (votes, doubled(votes)))
    assert np.array_equal(once.counts.mean, twice.counts.mean)
    assert once.axes.status == twice.axes.status
    assert np.array_equal(once.axes.v1, twice.axes.v1)
    assert np.array_equal(once.axes.v2, twice.axes.v2)
    assert np.array_equal(np.concatenate([once.positions, once.positions]), twice.positions)


def test_adding_and_withdrawing_a_vote_restores_the_digest(town: Votes) -> None:
    drawn = analyse(town, parameters=FEW)
    triples = [
        (town.participants[row], town.statements[column], int(value))
        for row, column, value in zip(town.rows, town.columns, town.values, strict=True)
    ]
    voted = {(row, column) for row, column, _ in triples}
    unseen = next(("p0", label) for label in town.statements if ("p0", label) not in voted)

    def digest(votes: list[tuple[str, str, int]]) -> str:
        flags = {"moderated_out": town.moderated_out, "meta": town.meta}
        again = Votes.from_labels(participants=town.participants, statements=town.statements, votes=votes, **flags)
        return analyse(again, parameters=FEW).digest()

    assert digest([*triples, (*unseen, 1)]) != drawn.digest()
    assert digest([*triples, (*triples[0][:2], -triples[0][2]), triples[0]]) == drawn.digest()
    assert digest(triples) == drawn.digest()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), groups=st.integers(2, 5))
def test_relabelling_groups_relabels_their_scores(seed: int, groups: int) -> None:
    random = np.random.default_rng(seed)
    agree, disagree, passed = random.integers(0, 30, (3, groups, 6))
    seen = agree + disagree + passed
    order = random.permutation(groups)
    scores = group_statistics(agree, disagree, seen)
    moved = group_statistics(agree[order], disagree[order], seen[order])
    for name in ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt"):
        assert np.array_equal(getattr(moved, name), getattr(scores, name)[order])
    assert np.array_equal(divisiveness(agree[order], disagree[order], seen[order]), divisiveness(agree, disagree, seen))
    consensus = group_informed_consensus(agree, seen)
    assert np.allclose(group_informed_consensus(agree[order], seen[order]), consensus, rtol=1e-14)


def test_numbers_given_to_groups_elsewhere_do_not_matter(town: Votes) -> None:
    members = analyse(town).group_of
    polis = Parameters(mode="polis")
    drawn = analyse(town, parameters=polis, memberships=members)
    other = analyse(town, parameters=polis, memberships=np.where(members < 0, -1, 9 - 4 * members))
    assert other.digest() == drawn.digest()
    assert np.array_equal(other.group_of, drawn.group_of)


def test_a_changed_constant_changes_the_digest(town: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = analyse(town, parameters=FEW)
    before = drawn.digest()
    monkeypatch.setattr(constants, "Z90", 1.2)
    assert drawn.digest() != before


def test_the_seed_is_part_of_the_digest(town: Votes) -> None:
    first, second = (analyse(town, parameters=Parameters(shuffles=5, seed=seed)) for seed in (0, 1))
    assert first.digest() != second.digest()
    assert np.array_equal(first.group_of, second.group_of)
