"""Random votes for laws, and ways to rearrange them."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from pshub.methods.opinion import Votes

UNSEEN = 2


def from_matrix(matrix: np.ndarray, *, moderated_out: np.ndarray | None = None) -> Votes:
    """Votes of a matrix with 2 where a statement was not seen."""
    rows, columns = np.nonzero(matrix != UNSEEN)
    return Votes.from_arrays(
        participants=[f"p{row}" for row in range(matrix.shape[0])],
        statements=[f"s{column}" for column in range(matrix.shape[1])],
        rows=rows,
        columns=columns,
        values=matrix[rows, columns],
        moderated_out=moderated_out,
    )


@st.composite
def matrices(draw: st.DrawFn, *, people: int = 24, statements: int = 9) -> np.ndarray:
    """A matrix of votes with 2 where unseen: anything from empty to full, camps or none."""
    shape = draw(st.integers(1, people)), draw(st.integers(1, statements))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    camps = draw(st.integers(1, 3))
    lean = random.choice([-1, 0, 1], (camps, shape[1]))
    matrix = lean[random.integers(0, camps, shape[0])]
    matrix = np.where(
        random.random(shape) < draw(st.sampled_from([0.0, 0.2, 1.0])), random.integers(-1, 2, shape), matrix
    )
    return np.where(random.random(shape) < draw(st.sampled_from([0.0, 0.3, 0.8])), UNSEEN, matrix).astype(np.int8)


def shuffled_people(votes: Votes, order: np.ndarray) -> Votes:
    """The same votes with participants in another order."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Votes.from_arrays(
        participants=[votes.participants[row] for row in order],
        statements=votes.statements,
        rows=place[votes.rows][::-1],
        columns=votes.columns[::-1],
        values=votes.values[::-1],
        texts=votes.texts,
        moderated_out=votes.moderated_out,
        meta=votes.meta,
    )


def shuffled_statements(votes: Votes, order: np.ndarray) -> Votes:
    """The same votes with statements in another order, not put back in natural order."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Votes(
        participants=votes.participants,
        statements=tuple(votes.statements[column] for column in order),
        rows=votes.rows,
        columns=place[votes.columns].astype(np.int32),
        values=votes.values,
        texts=tuple(votes.texts[column] for column in order),
        moderated_out=votes.moderated_out[order],
        meta=votes.meta[order],
    )


def doubled(votes: Votes) -> Votes:
    """Every participant twice."""
    size = len(votes.participants)
    return Votes.from_arrays(
        participants=[*votes.participants, *(f"{label} again" for label in votes.participants)],
        statements=votes.statements,
        rows=np.concatenate([votes.rows, votes.rows + size]),
        columns=np.tile(votes.columns, 2),
        values=np.tile(votes.values, 2),
        moderated_out=votes.moderated_out,
        meta=votes.meta,
    )
