"""The two directions along which opinions differ most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants

AxesStatus = Literal["two", "one", "none", "not_unique"]


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
    eigenvalues
        The largest three, largest first; float64, at most 3.
    explained
        Share of all variance along each of the two axes.
    gap
        (second - third eigenvalue) / first; how far the plane of the map is from being arbitrary. 0 without two axes.
    """

    status: AxesStatus
    v1: npt.NDArray[np.int64]
    v2: npt.NDArray[np.int64]
    eigenvalues: tuple[float, ...]
    explained: tuple[float, float]
    gap: float

    @property
    def vectors(self) -> npt.NDArray[np.float64]:
        """Both axes as plain numbers, exact; float64, shape (C, 2)."""
        return np.stack([self.v1, self.v2], axis=1) / float(1 << constants.AXIS_BITS)
