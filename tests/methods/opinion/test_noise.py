"""Pure noise is one group, and planted groups are found, on who-saw-what of real conversations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pshub.methods.opinion import OpinionMap, Parameters, Votes, analyse

QUICK = "15-per-hour-seattle"
OTHERS = ["scoop-hivemind.affordable-housing", "ssis.land-bank-farmland", "canadian-electoral-reform"]


def with_values(votes: Votes, values: np.ndarray) -> Votes:
    return Votes(
        participants=votes.participants,
        statements=votes.statements,
        rows=votes.rows,
        columns=votes.columns,
        values=values.astype(np.int8),
        texts=votes.texts,
        moderated_out=votes.moderated_out,
        meta=votes.meta,
    )


def independent(votes: Votes, seed: int) -> Votes:
    """Votes drawn independently, with each statement's own shares of agree, disagree and pass."""
    size = len(votes.statements)
    counts = np.stack(
        [np.bincount(votes.columns[votes.values == value], minlength=size) for value in (-1, 0, 1)], axis=1
    )
    shares = (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)).cumsum(axis=1)
    drawn = np.random.default_rng(seed).random(votes.size)
    return with_values(votes, (drawn > shares[votes.columns, 0]) * 1 + (drawn > shares[votes.columns, 1]) - 1)


def planted(votes: Votes, seed: int, *, careless: float) -> tuple[Votes, np.ndarray, np.ndarray]:
    """Two camps that disagree on 30 % of statements, each vote a random one with probability `careless`.

    Returns the votes, each person's camp, and which statements the camps disagree on.
    """
    random = np.random.default_rng(seed)
    size = len(votes.statements)
    lean = random.choice([1, -1], size, p=[0.6, 0.4])
    disputed = random.permutation(size) < 0.3 * size
    camp = random.integers(0, 2, len(votes.participants))
    values = np.where((camp[votes.rows] == 1) & disputed[votes.columns], -lean[votes.columns], lean[votes.columns])
    values = np.where(random.random(votes.size) < careless, random.integers(-1, 2, votes.size), values)
    return with_values(votes, values), camp, disputed


def share_right(drawn: OpinionMap, camp: np.ndarray) -> float:
    placed = drawn.group_of >= 0
    right = float((drawn.group_of[placed] == camp[placed]).mean())
    return max(right, 1 - right)


def single_groups(votes: Votes, seeds: int) -> int:
    drawn = (analyse(independent(votes, seed), parameters=Parameters(seed=seed)) for seed in range(seeds))
    return sum(len(each.groups) == 1 for each in drawn)


def test_independent_votes_are_one_group_in_95_of_100_conversations(real_votes: Callable[[str], Votes]) -> None:
    assert single_groups(real_votes(QUICK), 100) >= 95


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_independent_votes_are_one_group_whatever_the_conversation(
    real_votes: Callable[[str], Votes], name: str
) -> None:
    assert single_groups(real_votes(name), 100) >= 95


@pytest.mark.parametrize("name", [QUICK, "canadian-electoral-reform"])
def test_two_planted_groups_are_found(real_votes: Callable[[str], Votes], name: str) -> None:
    for seed in range(5):
        votes, camp, _ = planted(real_votes(name), seed, careless=0.1)
        drawn = analyse(votes, parameters=Parameters(seed=seed))
        assert len(drawn.groups) == 2
        assert share_right(drawn, camp) >= 0.95


def test_careless_people_are_placed_and_few_differences_found_between_them_are_false(
    real_votes: Callable[[str], Votes],
) -> None:
    votes = real_votes("canadian-electoral-reform")
    right, false, found = [], 0, 0
    for seed in range(5):
        drawn_votes, camp, disputed = planted(votes, seed, careless=0.3)
        drawn = analyse(drawn_votes, parameters=Parameters(seed=seed))
        assert len(drawn.groups) == 2
        right.append(share_right(drawn, camp))
        kept = np.array([any(scores.significant for scores in statement.scores) for statement in drawn.statements])
        found += int(kept.sum())
        false += int((kept & ~disputed).sum())
    assert np.mean(right) >= 0.95
    assert found > 5 * 20
    assert false / found <= 0.1
