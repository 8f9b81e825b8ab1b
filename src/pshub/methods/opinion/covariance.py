"""The mean-filled, centred covariance of statements, from the exact counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion.counts import PairCounts


def covariance(counts: PairCounts, *, live: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Return G with G_jk = Q_jk - mu_k T_jk - mu_j T_kj + mu_j mu_k N_jk, over live statements only.

    A missing vote filled with the mean of its column is zero after centring, so G is what Polis means by the covariance
    of its filled matrix, times the number of people. Each entry is a fixed sequence of single IEEE operations on exact
    integers, so G is the same to the bit everywhere; it is exactly symmetric.

    Parameters
    ----------
    counts
        Pair counts over all statements.
    live
        bool, length C: statements that may shape the map (not moderated out, not meta).

    Returns
    -------
    float64, shape (L, L), with L the number of live statements, in their order.

    Notes
    -----
    Source: Small et al. 2021 (Polis), mean imputation; the expansion into counts is ours.

    Examples
    --------
    >>> from pshub.methods.opinion.counts import pair_counts
    >>> from pshub.methods.opinion.votes import Votes
    >>> votes = Votes.from_labels(
    ...     participants=["a", "b"], statements=["1"], votes=[("a", "1", 1), ("b", "1", -1)]
    ... )
    >>> covariance(pair_counts(votes), live=np.array([True])).tolist()
    [[2.0]]
    """
    pick = np.ix_(live, live)
    both = counts.both[pick].astype(np.float64)
    total = counts.total[pick].astype(np.float64)
    mean = counts.mean[live]
    crossed = total * mean[np.newaxis, :]
    filled: npt.NDArray[np.float64] = (
        counts.product[pick] - (crossed + crossed.T) + (mean[:, np.newaxis] * mean[np.newaxis, :]) * both
    )
    return filled
