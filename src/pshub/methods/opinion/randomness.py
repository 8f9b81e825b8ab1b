"""Streams of raw random numbers, the same in every version of NumPy.

NumPy keeps the raw output of a bit generator fixed, but not what its distributions and shuffles make of it. So only
raw 64-bit numbers are drawn, and everything else is made from them here.
"""

from __future__ import annotations

import numpy as np

STRUCTURE, CLUSTERS, HALVES = 1, 2, 3


def stream(seed: int, purpose: int) -> np.random.PCG64:
    """Return a generator for one purpose, independent of the others with the same seed.

    Examples
    --------
    >>> int(stream(0, STRUCTURE).random_raw()) == int(stream(0, STRUCTURE).random_raw())
    True
    """
    return np.random.PCG64(np.random.SeedSequence([seed, purpose]))
