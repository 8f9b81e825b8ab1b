"""Exact counts of how statements were voted on together: the only thing that touches the votes.

Every number is an integer, so sums commute: any order, block size, thread count, shard or restart gives the same bits,
and a vote that is added, changed or withdrawn is an update of the rows of one participant.

Source: the sums behind Polis's mean-filled covariance (Small et al. 2021, "Polis: Scaling deliberation by mapping high
dimensional opinion spaces"), kept as counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion.errors import OpinionError
from pshub.methods.opinion.votes import Votes

FloatMatrix = npt.NDArray[np.float64]
IntMatrix = npt.NDArray[np.int64]
# Sums of ones stay exact in float32 below this; a block of participants is far smaller.
_FLOAT32_EXACT = 1 << 24
# Participants per matrix product, a matter of speed only.
_BLOCK_ROWS = 8192
# Counts are turned into float64 later, where they are exact below this.
_FLOAT64_EXACT = 1 << 53


@dataclass(frozen=True, slots=True, eq=False)
class PairCounts:
    """Counts over pairs of statements.

    With O the mask of who voted on what and X the votes (0 where unseen):

    Attributes
    ----------
    both
        N = O'O, int64, shape (C, C): how many voted on both statements.
    product
        Q = X'X, int64, shape (C, C): sum of products of the two votes.
    total
        T = X'O, int64, shape (C, C): ``total[j, k]`` is the sum of votes on j over those who also voted on k.
    participants
        How many people cast at least one vote.
    """

    both: IntMatrix
    product: IntMatrix
    total: IntMatrix
    participants: int

    @property
    def seen(self) -> npt.NDArray[np.int64]:
        """How many voted on each statement, passes included; int64, length C."""
        return np.diagonal(self.both)

    @property
    def mean(self) -> FloatMatrix:
        """Mean vote on each statement, mu = T_jj / N_jj, 0 where nobody voted; float64, length C."""
        return np.diagonal(self.total) / np.maximum(self.seen, 1)

    def __eq__(self, other: object) -> bool:
        """Whether all counts are the same."""
        if not isinstance(other, PairCounts):
            return NotImplemented
        return (
            self.participants == other.participants
            and np.array_equal(self.both, other.both)
            and np.array_equal(self.product, other.product)
            and np.array_equal(self.total, other.total)
        )

    __hash__ = None  # type: ignore[assignment]

    def __add__(self, other: PairCounts) -> PairCounts:
        """Return the counts of two sets of different participants together."""
        return PairCounts(
            both=self.both + other.both,
            product=self.product + other.product,
            total=self.total + other.total,
            participants=self.participants + other.participants,
        )

    def __sub__(self, other: PairCounts) -> PairCounts:
        """Return the counts without some of the participants."""
        return PairCounts(
            both=self.both - other.both,
            product=self.product - other.product,
            total=self.total - other.total,
            participants=self.participants - other.participants,
        )


def empty_counts(statements: int) -> PairCounts:
    """Return the counts of no votes on a number of statements."""
    zero = np.zeros((statements, statements), dtype=np.int64)
    return PairCounts(both=zero, product=zero.copy(), total=zero.copy(), participants=0)


def pair_counts(votes: Votes, *, block_rows: int | None = None) -> PairCounts:
    """Count all pairs of statements.

    Parameters
    ----------
    votes
        At most one vote per participant and statement, sorted by row.
    block_rows
        Participants per matrix product; any number gives the same counts.

    Examples
    --------
    >>> votes = Votes.from_labels(
    ...     participants=["ann", "bob"],
    ...     statements=["1", "2"],
    ...     votes=[("ann", "1", 1), ("ann", "2", -1), ("bob", "1", 1)],
    ... )
    >>> pair_counts(votes).both.tolist(), pair_counts(votes).product.tolist(), pair_counts(votes).total.tolist()
    ([[2, 1], [1, 1]], [[2, -1], [-1, 1]], [[2, 1], [-1, -1]])
    """
    size = len(votes.statements)
    block = min(block_rows or _BLOCK_ROWS, _FLOAT32_EXACT - 1)
    table = np.zeros((2 * size, 2 * size), dtype=np.int64)
    edges = np.searchsorted(votes.rows, np.arange(0, len(votes.participants) + block, block))
    for number, (start, end) in enumerate(pairwise(edges.tolist())):
        rows = votes.rows[start:end] - number * block
        people = min(block, len(votes.participants) - number * block)
        # One matrix [O | X] gives N, Q and T in a single product; its entries are -1, 0 and 1, so every partial sum
        # is an integer that float32 holds exactly and no order of summation can change it.
        cells = np.zeros((people, 2 * size), dtype=np.float32)
        cells[rows, votes.columns[start:end]] = 1.0
        cells[rows, votes.columns[start:end] + size] = votes.values[start:end]
        table += (cells.T @ cells).astype(np.int64)
    _refuse_overflow(table)
    return PairCounts(
        both=table[:size, :size].copy(),
        product=table[size:, size:].copy(),
        total=table[size:, :size].copy(),
        participants=int(np.count_nonzero(np.bincount(votes.rows, minlength=1))),
    )


def update_counts(
    counts: PairCounts, *, before: npt.NDArray[np.int8] | None, after: npt.NDArray[np.int8] | None
) -> PairCounts:
    """Return the counts after one participant's votes changed.

    Parameters
    ----------
    counts
        Counts that include the participant's votes as they were.
    before, after
        The participant's votes on all statements, int8, length C, with :data:`UNSEEN` where there is none. None stands
        for no votes at all.

    Examples
    --------
    >>> first = update_counts(empty_counts(2), before=None, after=np.array([1, UNSEEN], dtype=np.int8))
    >>> first.both.tolist()
    [[1, 0], [0, 0]]
    >>> update_counts(first, before=np.array([1, UNSEEN], dtype=np.int8), after=None) == empty_counts(2)
    True
    """
    result = counts
    if before is not None:
        result = result - _row_counts(before, len(counts.both))
    if after is not None:
        result = result + _row_counts(after, len(counts.both))
    return result


UNSEEN = np.int8(2)


def _row_counts(row: npt.NDArray[np.int8], size: int) -> PairCounts:
    if row.shape != (size,):
        raise OpinionError("shape", what="a participant's row of votes", found=row.size, expected=size)
    seen = (row != UNSEEN).astype(np.int64)
    vote = np.where(row == UNSEEN, 0, row).astype(np.int64)
    return PairCounts(
        both=np.outer(seen, seen),
        product=np.outer(vote, vote),
        total=np.outer(vote, seen),
        participants=int(seen.any()),
    )


def _refuse_overflow(table: IntMatrix) -> None:
    if table.size and int(np.abs(table).max()) >= _FLOAT64_EXACT:  # pragma: no cover - needs 9e15 participants
        raise OverflowError("pair counts above 2**53 can't be turned into exact float64 numbers")
