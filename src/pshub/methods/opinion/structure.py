"""Whether the votes hold more than chance: the test that allows a map with a single group.

Clustering always finds clusters: on votes drawn at random Polis reports two to five groups, with silhouettes hardly
lower than on real conversations. What does fall on random votes is the share of variance along the first axis. So that
share is compared with what it is when the votes on each statement are shuffled among those who saw it, which keeps who
saw what and how each statement was voted on, and destroys only what joins one statement with another.

Source: parallel analysis by permutation (Horn 1965; Buja and Eyuboglu 1992, "Remarks on parallel analysis").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.opinion_map import Structure
from pshub.methods.opinion.randomness import STRUCTURE, stream
from pshub.methods.opinion.votes import Votes

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """The live votes of a sample of people, sorted by statement, then person; and what no shuffle changes."""

    rows: IntArray
    columns: IntArray
    values: IntArray
    people: int
    mask: npt.NDArray[np.float32]
    both: FloatArray
    mean: FloatArray


def canonical_order(votes: Votes) -> IntArray:
    """Return an order of participants that depends on what they voted and on nothing else; int64, length n.

    Each cell of the table of votes has a fixed random number; a participant's signature is the sum over their cells.
    Participants with equal votes are next to each other, and it can't matter which comes first.
    """
    raw = stream(0, 0).random_raw(2 * 3 * max(len(votes.statements), 1)).reshape(2, -1)
    cell = votes.columns.astype(np.int64) * 3 + votes.values + 1
    edges = np.searchsorted(votes.rows, np.arange(len(votes.participants) + 1))
    signatures = []
    for table in raw:
        running = np.zeros(len(cell) + 1, dtype=np.uint64)
        np.cumsum(table[cell], out=running[1:])
        signatures.append(running[edges[1:]] - running[edges[:-1]])
    return np.lexsort(signatures).astype(np.int64)


def find_structure(
    votes: Votes,
    *,
    people: npt.NDArray[np.bool_],
    live: npt.NDArray[np.bool_],
    seed: int,
    shuffles: int,
    progress: Callable[[float], None] | None = None,
) -> Structure:
    """Compare the first axis with what chance alone gives.

    Parameters
    ----------
    votes
        n participants, C statements.
    people
        bool, length n: those who may be grouped; at most 1,000 of them are used, evenly taken from their canonical
        order.
    live
        bool, length C.
    seed, shuffles
        See :class:`pshub.methods.opinion.parameters.Parameters`.
    progress
        Called with the share done, 0 to 1.

    Returns
    -------
    Structure
        It holds where the share is above that of every shuffle, and above their mean by three standard deviations: on
        independent votes that happens by chance in about one conversation in a hundred.
    """
    sample = _sample(votes, people, live)
    share = _first_share(sample, sample.values)
    if sample.people < constants.STRUCTURE_MIN_PEOPLE or share is None:
        return Structure(share=share or 0.0, null_high=0.0, shuffles=0, people=sample.people, holds=False)
    random = stream(seed, STRUCTURE)
    shares = []
    for number in range(shuffles):
        shares.append(_first_share(sample, _shuffled(sample, random)) or 0.0)
        if progress is not None:
            progress((number + 1) / shuffles)
    highest = _highest_by_chance(shares)
    # Where nothing can be shuffled all shares are the same, which is no evidence; neither is the last digit.
    holds = share > highest * (1.0 + constants.STRUCTURE_MARGIN)
    return Structure(share=share, null_high=highest, shuffles=shuffles, people=sample.people, holds=holds)


def _highest_by_chance(shares: list[float]) -> float:
    """Return the largest share, or the mean and three standard deviations if that is more."""
    mean = fsum(shares) / len(shares)
    spread = sqrt(fsum((share - mean) * (share - mean) for share in shares) / max(len(shares) - 1, 1))
    return max(*shares, mean + constants.STRUCTURE_DEVIATIONS * spread)


def _sample(votes: Votes, people: npt.NDArray[np.bool_], live: npt.NDArray[np.bool_]) -> _Sample:
    order = canonical_order(votes)
    order = order[people[order]]
    size = min(len(order), constants.STRUCTURE_PEOPLE)
    taken = order[np.linspace(0, len(order) - 1, size).astype(np.int64)] if size else order
    rank = np.full(len(votes.participants), -1, dtype=np.int64)
    rank[taken] = np.arange(size)
    place = np.cumsum(live) - 1
    used = live[votes.columns] & (rank[votes.rows] >= 0)
    rows, columns = rank[votes.rows[used]], place[votes.columns[used]].astype(np.int64)
    by_statement = np.argsort(columns * max(size, 1) + rows)
    values = votes.values[used][by_statement].astype(np.int64)
    mask = np.zeros((size, int(live.sum())), dtype=np.float32)
    mask[rows, columns] = 1.0
    both = (mask.T @ mask).astype(np.float64)
    total = np.bincount(columns[by_statement], values, len(both))
    return _Sample(
        rows=rows[by_statement],
        columns=columns[by_statement],
        values=values,
        people=size,
        mask=mask,
        both=both,
        mean=total / np.maximum(np.diagonal(both), 1.0),
    )


def _shuffled(sample: _Sample, random: np.random.PCG64) -> IntArray:
    """Shuffle votes within each statement: sort (statement, random number, vote) packed into one integer each."""
    drawn = random.random_raw(len(sample.values)) >> np.uint64(18)
    keys = (sample.columns.astype(np.uint64) << np.uint64(48)) | (drawn << np.uint64(2))
    keys |= (sample.values + 1).astype(np.uint64)
    keys.sort()
    return (keys & np.uint64(3)).astype(np.int64) - 1


def _first_share(sample: _Sample, values: IntArray) -> float | None:
    """Return the largest eigenvalue over the trace of the centred covariance; None where nothing varies."""
    cells = np.zeros_like(sample.mask)
    cells[sample.rows, sample.columns] = values
    # Entries are -1, 0 and 1, so the float32 products are exact counts.
    product, total = (cells.T @ cells).astype(np.float64), (cells.T @ sample.mask).astype(np.float64)
    mean = sample.mean
    crossed = total * mean[np.newaxis, :]
    matrix = product - (crossed + crossed.T) + (mean[:, np.newaxis] * mean[np.newaxis, :]) * sample.both
    trace = float(np.trace(matrix))
    return largest_eigenvalue(matrix) / trace if trace >= constants.SMALLEST_VARIANCE else None


def largest_eigenvalue(matrix: FloatArray) -> float:
    """Return the largest eigenvalue of a symmetric matrix, by Lanczos steps where it is large.

    The steps start from a fixed vector and are kept orthogonal; 32 of them are right to some 9 digits even on the flat
    spectra of shuffled votes.

    Examples
    --------
    >>> round(largest_eigenvalue(np.array([[2.0, 1.0], [1.0, 2.0]])), 9)
    3.0
    """
    size = len(matrix)
    if size <= constants.LANCZOS_FROM:
        return float(np.linalg.eigvalsh(matrix)[-1])
    steps = constants.LANCZOS_STEPS
    # A start without symmetry, so that it is not orthogonal to the first axis of a regular matrix.
    vector = 1.0 + ((np.arange(size) * 7919) % 104729) / 104729.0
    vector /= np.linalg.norm(vector)
    basis = np.zeros((steps, size))
    inner = np.zeros((steps, steps))
    scale = float(np.abs(matrix).max())
    for step in range(steps):
        basis[step] = vector
        image = matrix @ vector
        inner[step, step] = float(image @ vector)
        done = basis[: step + 1]
        image -= done.T @ (done @ image)
        length = float(np.linalg.norm(image))
        if length <= 1e-12 * scale or step + 1 == steps:
            steps = step + 1
            break
        inner[step, step + 1] = inner[step + 1, step] = length
        vector = image / length
    return float(np.linalg.eigvalsh(inner[:steps, :steps])[-1])
