"""Where people and statements lie, against the formulas written out in plain floating point."""

from __future__ import annotations

import numpy as np
import pytest
from tests.methods.opinion.samples import UNSEEN, from_matrix

from pshub.methods.opinion import Parameters, Votes, analyse
from pshub.methods.opinion.positions import extremities, place_statements, project_polis, project_robust


def table_of(votes: Votes) -> tuple[np.ndarray, np.ndarray]:
    """Votes as a table, and the mask of what was seen."""
    table = np.zeros((len(votes.participants), len(votes.statements)))
    seen = np.zeros(table.shape, dtype=bool)
    table[votes.rows, votes.columns] = votes.values
    seen[votes.rows, votes.columns] = True
    return table, seen


def test_polis_positions_follow_the_formula(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(mode="polis"))
    table, seen = table_of(town)
    live = ~(town.moderated_out | town.meta)
    sums = (np.where(seen, table - drawn.counts.mean, 0.0)) @ drawn.axes.vectors
    own = seen[:, live].sum(axis=1) + 2
    expected = sums * np.sqrt(30 / np.maximum(own, 1))[:, np.newaxis]
    assert np.abs(drawn.coordinates - expected).max() < 1e-8


def test_finer_positions_agree_with_coarse_ones(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(mode="polis"))
    live = ~(town.moderated_out | town.meta)
    arguments = {"mean": drawn.counts.mean, "vectors": drawn.axes.vectors, "live": live}
    fine = project_polis(town, **arguments, bits=40) / 2.0**40
    assert np.abs(fine - drawn.coordinates).max() <= 2.0**-31 + 2.0**-40


def test_robust_positions_are_ridge_regressions_of_each_persons_votes(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(shuffles=1))
    live = ~(town.moderated_out | town.meta)
    placed, ridge = project_robust(
        town,
        mean=drawn.counts.mean,
        vectors=drawn.axes.vectors,
        live=live,
        eigenvalues=drawn.axes.eigenvalues[:2],
        variance=drawn.axes.variance,
    )
    assert np.array_equal(placed, drawn.positions)
    table, seen = table_of(town)
    for row in range(90):
        axes = drawn.axes.vectors[seen[row]]
        votes = (table[row] - drawn.counts.mean)[seen[row]]
        expected = np.linalg.solve(axes.T @ axes + np.diag(ridge.penalties), axes.T @ votes)
        assert np.abs(drawn.coordinates[row] - expected).max() < 1e-8


def test_the_fewer_votes_the_nearer_to_the_middle_in_robust_mode() -> None:
    random = np.random.default_rng(5)
    camp = np.repeat([1, -1], 60)
    matrix = np.where(random.random((120, 40)) < 0.2, -camp[:, np.newaxis], camp[:, np.newaxis]).astype(np.int8)
    matrix[0] = 1
    matrix[1, :36], matrix[1, 36:] = UNSEEN, 1
    robust = np.abs(analyse(from_matrix(matrix), parameters=Parameters(shuffles=1)).coordinates[:2, 0])
    polis = np.abs(analyse(from_matrix(matrix), parameters=Parameters(mode="polis")).coordinates[:2, 0])
    assert robust[1] < 0.9 * robust[0]
    # Four votes of one kind, which Polis multiplies by sqrt(40 / 4).
    assert polis[1] / polis[0] == pytest.approx(np.sqrt(10) * 4 / 40, rel=0.25)


def test_a_lone_agree_lies_where_its_statement_is_shown(town: Votes) -> None:
    drawn = analyse(town, parameters=Parameters(mode="polis"))
    # Nothing left out and one vote: n_i = 1, so the factor is sqrt(C).
    mean, vectors = drawn.counts.mean, drawn.axes.vectors
    lone = Votes.from_labels(participants=["x"], statements=list(town.statements), votes=[("x", "3", 1)])
    where = project_polis(lone, mean=mean, vectors=vectors, live=np.ones(30, dtype=np.bool_))
    assert np.abs(where[0] - place_statements(mean=mean, vectors=vectors)[3]).max() <= 2


def test_extremity_is_the_length_of_the_position() -> None:
    assert extremities(np.array([[3 << 30, 4 << 30]])).tolist() == [5.0]


@pytest.mark.parametrize("mode", ["robust", "polis"])
def test_votes_on_statements_left_out_move_nobody(town: Votes, mode: str) -> None:
    kept = town.columns < 28
    without = Votes.from_arrays(
        participants=town.participants,
        statements=town.statements,
        rows=town.rows[kept],
        columns=town.columns[kept],
        values=town.values[kept],
        moderated_out=town.moderated_out,
        meta=town.meta,
    )
    parameters = Parameters(mode=mode, shuffles=1)
    assert np.array_equal(
        analyse(without, parameters=parameters).positions, analyse(town, parameters=parameters).positions
    )
