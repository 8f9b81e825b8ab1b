"""Where people and statements lie along the axes, in fixed point.

Once the axes are snapped, nothing here depends on the order of participants, statements or additions: what each vote
contributes is rounded to a multiple of 2**-40 and summed as integers, and what remains per person is a fixed sequence
of single IEEE operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.votes import Votes

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ridge:
    """How strongly robust placement draws people with few votes towards the middle.

    Attributes
    ----------
    noise
        s squared: variance of a vote that the axes leave unexplained.
    penalties
        The ridge on each axis: s squared over the variance of people's true positions along it.
    """

    noise: float
    penalties: tuple[float, float]


def project_polis(
    votes: Votes,
    *,
    mean: FloatArray,
    vectors: FloatArray,
    live: npt.NDArray[np.bool_],
    bits: int | None = None,
) -> IntArray:
    """Return positions as Polis has them.

    ``p_i = sqrt(C / max(n_i, 1)) * sum over seen j of (x_ij - mu_j) (v1_j, v2_j)``, with C all statements and n_i the
    person's own votes on live statements plus the number of statements left out (Polis sets those to zero for
    everybody, so that they count as seen).

    Parameters
    ----------
    votes
        n participants, C statements.
    mean
        Mean votes, float64, length C.
    vectors
        Axes, float64, shape (C, 2), 0 on statements left out.
    live
        bool, length C.
    bits
        Positions are multiples of 2**-bits; 30 by default.

    Returns
    -------
    int64, shape (n, 2), in units of 2**-bits.

    Notes
    -----
    Source: Small et al. 2021; Polis's sparsity-aware projection.
    """
    sums = _sums_per_person(votes, _contributions(mean, vectors))
    zeroed = len(votes.statements) - int(live.sum())
    own = _live_votes(votes, live) + zeroed
    factor = np.sqrt(len(votes.statements) / np.maximum(own, 1))
    return _fixed(sums / _unit() * factor[:, np.newaxis], constants.POSITION_BITS if bits is None else bits)


def project_robust(
    votes: Votes,
    *,
    mean: FloatArray,
    vectors: FloatArray,
    live: npt.NDArray[np.bool_],
    eigenvalues: tuple[float, float],
    variance: float,
) -> tuple[IntArray, Ridge]:
    """Return positions as ridge posterior means, which don't throw people with few votes to the edge.

    A vote is modelled as ``x_ij - mu_j = v_j . p_i + noise`` with noise variance s^2 and positions of variance
    ``t_d^2`` along axis d. Given the votes that person i cast, with V_o the rows of the axes that they saw, the
    posterior mean is ``(V_o' V_o + L)^-1 V_o' (x_o - mu_o)`` with ``L = diag(s^2 / t_1^2, s^2 / t_2^2)``, and its
    covariance ``s^2 (V_o' V_o + L)^-1``. Where Polis multiplies a newcomer's few votes by sqrt(C / n), this divides by
    what their votes can tell about each axis.

    Parameters
    ----------
    votes, mean, vectors, live
        As for :func:`project_polis`.
    eigenvalues
        The two largest eigenvalues of the covariance.
    variance
        The sum of all eigenvalues.

    Returns
    -------
    int64, shape (n, 2), in units of 2**-30, and the ridge that was used.

    Notes
    -----
    s^2 is the variance beyond the two axes, per vote. ``t_d^2`` follows from the eigenvalue by moments: a person whose
    votes carry the share m of an axis adds ``m^2 t^2 + m s^2`` to it, so ``t^2 = (lambda - s^2 sum m) / sum m^2``.
    """
    sums = _sums_per_person(votes, _contributions(mean, vectors)) / _unit()
    information = _sums_per_person(votes, _information(vectors)) / _unit()
    cast = int(_live_votes(votes, live).sum())
    ridge = _ridge(information, eigenvalues=eigenvalues, variance=variance, cast=cast)
    first = information[:, 0] + ridge.penalties[0]
    second = information[:, 1] + ridge.penalties[1]
    crossed = information[:, 2]
    determinant = first * second - crossed * crossed
    x = (sums[:, 0] * second - sums[:, 1] * crossed) / determinant
    y = (sums[:, 1] * first - sums[:, 0] * crossed) / determinant
    return _fixed(np.stack([x, y], axis=1), constants.POSITION_BITS), ridge


def place_statements(*, mean: FloatArray, vectors: FloatArray, bits: int | None = None) -> IntArray:
    """Return where a person would lie who agreed with one statement and saw no other: ``sqrt(C) (1 - mu_j) v_j``.

    Returns
    -------
    int64, shape (C, 2), in units of 2**-bits.
    """
    size = len(mean)
    places = np.sqrt(float(size)) * ((1.0 - mean)[:, np.newaxis] * vectors)
    return _fixed(places, constants.POSITION_BITS if bits is None else bits)


def extremities(statement_positions: IntArray, *, bits: int | None = None) -> FloatArray:
    """Return the length of each statement's position; float64, length C."""
    places = statement_positions / float(1 << (constants.POSITION_BITS if bits is None else bits))
    lengths: FloatArray = np.sqrt(places[:, 0] * places[:, 0] + places[:, 1] * places[:, 1])
    return lengths


def _unit() -> float:
    return float(1 << constants.PROJECTION_BITS)


def _fixed(values: FloatArray, bits: int) -> IntArray:
    return np.rint(values * float(1 << bits)).astype(np.int64)


def _contributions(mean: FloatArray, vectors: FloatArray) -> IntArray:
    """What a disagree, a pass and an agree add along each axis; int64, shape (C, 3, 2), units of 2**-40."""
    offsets = np.array([-1.0, 0.0, 1.0])[np.newaxis, :] - mean[:, np.newaxis]
    return _fixed(offsets[:, :, np.newaxis] * vectors[:, np.newaxis, :], constants.PROJECTION_BITS)


def _information(vectors: FloatArray) -> IntArray:
    """What any vote tells about the axes: v1 v1, v2 v2, v1 v2; int64, shape (C, 3, 3), units of 2**-40."""
    x, y = vectors[:, 0], vectors[:, 1]
    told = _fixed(np.stack([x * x, y * y, x * y], axis=1), constants.PROJECTION_BITS)
    return np.repeat(told[:, np.newaxis, :], 3, axis=1)


def _sums_per_person(votes: Votes, table: IntArray) -> IntArray:
    """Sum table[statement, vote + 1] over each person's votes; votes are sorted by row."""
    each = table[votes.columns, votes.values.astype(np.int64) + 1]
    running = np.zeros((len(each) + 1, table.shape[2]), dtype=np.int64)
    np.cumsum(each, axis=0, out=running[1:])
    edges = np.searchsorted(votes.rows, np.arange(len(votes.participants) + 1))
    sums: IntArray = running[edges[1:]] - running[edges[:-1]]
    return sums


def _live_votes(votes: Votes, live: npt.NDArray[np.bool_]) -> IntArray:
    return np.bincount(votes.rows[live[votes.columns]], minlength=len(votes.participants)).astype(np.int64)


def _ridge(information: FloatArray, *, eigenvalues: tuple[float, float], variance: float, cast: int) -> Ridge:
    noise = max(variance - eigenvalues[0] - eigenvalues[1], 0.0) / max(cast, 1)
    penalties = []
    for axis, eigenvalue in enumerate(eigenvalues):
        told = information[:, axis]
        # fsum rounds once, so the order of participants can't matter.
        once, twice = fsum(told.tolist()), fsum((told * told).tolist())
        spread = (eigenvalue - noise * once) / twice if twice > 0 else 0.0
        penalty = noise / spread if spread > 0 else constants.RIDGE_MOST
        penalties.append(min(max(penalty, constants.RIDGE_LEAST), constants.RIDGE_MOST))
    return Ridge(noise=noise, penalties=(penalties[0], penalties[1]))
