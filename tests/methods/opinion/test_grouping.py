"""Who is grouped, and into what."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from pshub.methods.opinion import Votes
from pshub.methods.opinion.clustering import Points, Silhouettes, cluster
from pshub.methods.opinion.grouping import divide, find_groups, in_conversation, name_groups
from pshub.methods.opinion.randomness import CLUSTERS, stream


def votes_by_count(counts: list[int], statements: int) -> Votes:
    """One participant for each number of votes."""
    rows = np.repeat(np.arange(len(counts)), counts)
    columns = np.concatenate([np.arange(count) for count in counts])
    return Votes.from_arrays(
        participants=[str(row) for row in range(len(counts))],
        statements=[str(column) for column in range(statements)],
        rows=rows,
        columns=columns,
        values=np.ones(len(rows)),
    )


def test_seven_votes_are_enough() -> None:
    chosen = in_conversation(votes_by_count([7] * 10 + [8] * 10 + [6] * 5, 20))
    assert chosen.tolist() == [True] * 20 + [False] * 5


def test_in_a_short_conversation_all_its_statements_are_enough() -> None:
    chosen = in_conversation(votes_by_count([3] * 16 + [2] * 4, 3))
    assert chosen.tolist() == [True] * 16 + [False] * 4


def test_up_to_fifteen_people_with_most_votes_are_added() -> None:
    chosen = in_conversation(votes_by_count([9] * 10 + [6, 5, 4, 3, 2, 1, 0], 20))
    assert chosen.tolist() == [True] * 15 + [False, False]


def test_everybody_who_ties_with_the_fifteenth_is_added() -> None:
    chosen = in_conversation(votes_by_count([9] * 10 + [4] * 8 + [3] * 4, 20))
    assert chosen.tolist() == [True] * 18 + [False] * 4


def blobs(sizes: list[int], seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    centres = 8 * np.array([[0, 0], [1, 0], [0, 1], [1, 1], [2, 2]])[: len(sizes)]
    label = np.repeat(np.arange(len(sizes)), sizes)
    return (centres[label] + random.standard_normal((len(label), 2))), label


@pytest.mark.parametrize("sizes", [[40, 30], [50, 20, 20], [30, 30, 30, 30], [40, 30, 20, 20, 20]])
def test_well_separated_groups_are_found_with_their_number(sizes: list[int]) -> None:
    places, label = blobs(sizes, 0)
    people = np.ones(len(label), dtype=np.bool_)
    found = find_groups(np.rint(places * 2**30).astype(np.int64), people=people, max_groups=5, seed=0)
    assert len(set(found)) == len(sizes)
    assert len(set(zip(found.tolist(), label.tolist(), strict=True))) == len(sizes)


@pytest.mark.parametrize("groups", [2, 3, 5])
def test_divisions_are_as_good_as_those_of_scikit_learn(groups: int) -> None:
    ratios = []
    for seed in range(15):
        random = np.random.default_rng(seed)
        places = np.rint(random.standard_normal((60, 2)) * [3, 1] * 10_000).astype(np.int64)
        found = cluster(Points.from_positions(places), groups=groups, stream=stream(0, CLUSTERS))
        assert found is not None
        ratios.append(found.objective / KMeans(groups, n_init=10, random_state=0).fit(places).inertia_)
    assert max(ratios) < 1.05
    assert np.mean(ratios) < 1.005


def test_silhouettes_are_those_of_scikit_learn() -> None:
    places, label = blobs([40, 30, 20], 3)
    positions = np.rint(places * 2**30).astype(np.int64)
    ours = Silhouettes(Points.from_positions(positions)).mean(label)
    assert ours == pytest.approx(silhouette_score(places, label), abs=1e-4)


def test_places_far_out_are_scaled_and_nothing_overflows() -> None:
    places, label = blobs([30, 20], 1)
    positions = np.rint(places * 2**50).astype(np.int64)
    found = find_groups(positions, people=np.ones(50, dtype=np.bool_), max_groups=5, seed=0)
    assert len(set(zip(found.tolist(), label.tolist(), strict=True))) == 2


def test_one_person_far_away_is_no_group() -> None:
    places, _ = blobs([40], 2)
    positions = np.rint(np.concatenate([places, [[60.0, 0.0]]]) * 2**30).astype(np.int64)
    found = find_groups(positions, people=np.ones(41, dtype=np.bool_), max_groups=5, seed=0)
    assert np.bincount(found).min() > 1


def test_fewer_places_than_groups_are_one_group() -> None:
    people = np.array([True, True, True, False])
    assert divide(np.zeros((4, 2), dtype=np.int64), people=people, groups=2, seed=0).tolist() == [0, 0, 0, -1]
    assert find_groups(np.zeros((4, 2), dtype=np.int64), people=people, max_groups=5, seed=0).tolist() == [0, 0, 0, -1]


def test_groups_are_named_by_size_then_from_left_to_right() -> None:
    positions = np.array([[5, 0], [5, 0], [-5, 0], [-5, 0], [0, 9], [0, 9], [0, 9], [1, 1]], dtype=np.int64)
    given = np.array([3, 3, 7, 7, 1, 1, 1, -1], dtype=np.int8)
    members, groups = name_groups(given, positions=positions, counts=[])
    assert members.tolist() == [2, 2, 1, 1, 0, 0, 0, -1]
    assert [(group.label, group.size, group.centre) for group in groups] == [
        ("A", 3, (0, 9)),
        ("B", 2, (-5, 0)),
        ("C", 2, (5, 0)),
    ]


def test_groups_alike_in_size_and_place_are_named_by_their_votes() -> None:
    positions = np.zeros((4, 2), dtype=np.int64)
    counts = [np.array([[5, 1], [2, 9]])]
    members, _ = name_groups(np.array([0, 0, 1, 1], dtype=np.int8), positions=positions, counts=counts)
    assert members.tolist() == [1, 1, 0, 0]
