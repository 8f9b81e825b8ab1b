"""The two directions along which opinions differ most."""

from __future__ import annotations

from dataclasses import dataclass
from math import frexp
from typing import Literal

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.eigenvectors import VECTOR_BITS, ExactVector, Spectrum, spectrum

AxesStatus = Literal["two", "one", "none", "not_unique"]
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Two axes, snapped to multiples of 2**-30.

    Attributes
    ----------
    status
        ``two``; ``one`` (all differences lie along one line); ``none`` (no differences: one voter, all votes alike);
        ``not_unique`` (two eigenvalues nearly agree, so that an axis could as well point elsewhere; such an axis is 0).
    v1, v2
        int64, length C, in units of 2**-30; 0 on statements that were left out, all 0 where there is no such axis.
        The sign rule: of the components of largest size, the first is positive.
    eigenvalues
        The largest three, largest first; 0 where there are fewer.
    explained
        Share of all variance along each of the two axes.
    gap
        (second - third eigenvalue) / first: how far the plane of the map is from being arbitrary. 0 without two axes.
    variance
        Sum of all eigenvalues.
    """

    status: AxesStatus
    v1: IntArray
    v2: IntArray
    eigenvalues: tuple[float, float, float]
    explained: tuple[float, float]
    gap: float
    variance: float

    @property
    def vectors(self) -> FloatArray:
        """Both axes as plain numbers, exact; float64, shape (C, 2)."""
        return np.stack([self.v1, self.v2], axis=1) / float(1 << constants.AXIS_BITS)


def find_axes(matrix: FloatArray, *, live: npt.NDArray[np.bool_]) -> Axes:
    """Return the leading axes of a covariance matrix.

    Parameters
    ----------
    matrix
        float64, shape (L, L), from :func:`pshub.methods.opinion.covariance.covariance`.
    live
        bool, length C, with L of them True.

    Examples
    --------
    >>> axes = find_axes(np.array([[4.0, 1.0], [1.0, 2.0]]), live=np.array([True, False, True]))
    >>> axes.status, axes.v1.tolist()
    ('two', [992008094, 0, 410903207])
    """
    found = spectrum(matrix)
    values = np.maximum(found.values, 0.0)
    status, kept = _status(values)
    pairs = [found.refined(index) if index in kept else None for index in (0, 1)]
    v1, v2 = (_placed(None if pair is None else snapped(pair[0]), live) for pair in pairs)
    sizes = _eigenvalues(values, [None if pair is None else pair[1] for pair in pairs])
    return Axes(
        status=status,
        v1=v1,
        v2=v2,
        eigenvalues=sizes,
        explained=(_share(sizes[0], found.trace), _share(sizes[1], found.trace)),
        gap=_share(sizes[1] - sizes[2], sizes[0]) if status in ("two", "not_unique") else 0.0,
        variance=found.trace if kept or status == "not_unique" else 0.0,
    )


def _eigenvalues(values: FloatArray, refined: list[float | None]) -> tuple[float, float, float]:
    """Return the largest three: refined where they are, otherwise rounded to what any LAPACK agrees on."""
    first = float(values[0]) if len(values) else 0.0
    if first < constants.SMALLEST_VARIANCE:
        return 0.0, 0.0, 0.0
    step = float(np.ldexp(1.0, frexp(first)[1] - constants.AXIS_BITS))
    sizes = [round(float(value) / step) * step for value in values[:3]] + [0.0] * (3 - len(values[:3]))
    sizes[:2] = [size if exact is None else exact for size, exact in zip(sizes, refined, strict=False)]
    return sizes[0], sizes[1], sizes[2]


def _status(values: FloatArray) -> tuple[AxesStatus, tuple[int, ...]]:
    """Return the status and which axes may be used."""
    first, second, third = (float(values[index]) if index < len(values) else 0.0 for index in range(3))
    if first < constants.SMALLEST_VARIANCE:
        return "none", ()
    if second <= constants.AXIS_RANK * first:
        return "one", (0,)
    if first - second <= constants.AXIS_GAP * first:
        return "not_unique", ()
    if second - third <= constants.AXIS_GAP * first:
        return "not_unique", (0,)
    return "two", (0, 1)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def snapped(vector: ExactVector) -> IntArray:
    """Return an exact vector in steps of 2**-30, its sign fixed: the first of the largest components is positive."""
    down = VECTOR_BITS - constants.AXIS_BITS
    steps = np.array([(int(part) + (1 << (down - 1))) >> down for part in vector], dtype=np.int64)
    leading = steps[int(np.argmax(np.abs(steps)))]
    if leading >= 0:
        return steps
    # Rounding half up is not symmetric: turn the exact vector, then round.
    return np.array([(-int(part) + (1 << (down - 1))) >> down for part in vector], dtype=np.int64)


def unsnapped_vectors(found: Spectrum) -> FloatArray:
    """Return the two leading eigenvectors rounded to float64 only, for comparing with other programs; shape (L, 2)."""
    return np.stack([_floats(found.refined(index)[0]) for index in (0, 1)], axis=1)


def _floats(vector: ExactVector) -> FloatArray:
    return np.array([int(part) / (1 << VECTOR_BITS) for part in vector], dtype=np.float64)


def _placed(column: IntArray | None, live: npt.NDArray[np.bool_]) -> IntArray:
    whole = np.zeros(len(live), dtype=np.int64)
    if column is not None:
        whole[live] = column
    return whole


def axes_agree(stored: Axes, recomputed: Axes, *, matrix: FloatArray, live: npt.NDArray[np.bool_]) -> bool:
    """Whether stored axes may be reused in place of recomputed ones.

    They may when the status is the same, no component differs by more than one step of 2**-30, and each stored axis
    still is an eigenvector to within what such steps can do to the residual G v - lambda v.

    Parameters
    ----------
    stored, recomputed
        Axes over the same statements.
    matrix, live
        As for :func:`find_axes`.
    """
    if stored.status != recomputed.status or stored.v1.shape != recomputed.v1.shape:
        return False
    for old, new in ((stored.v1, recomputed.v1), (stored.v2, recomputed.v2)):
        if len(old) and int(np.abs(old - new).max()) > 1:
            return False
        if old[~live].any():
            return False
        vector = old[live] / float(1 << constants.AXIS_BITS)
        length = float(vector @ vector)
        if length == 0.0:
            continue
        image = matrix @ vector
        residual = image - (float(image @ vector) / length) * vector
        allowed = 4.0 * recomputed.eigenvalues[0] * np.sqrt(len(vector)) * 2.0**-constants.AXIS_BITS
        if float(np.linalg.norm(residual)) > allowed:
            return False
    return True
