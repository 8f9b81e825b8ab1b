"""What each group says about each statement: pure functions of counts per group and statement.

Arrays of counts have shape (k, C): k groups, C statements. A "seen" count includes passes. The functions take exact
counts as well as rounded public ones, so that a published table can be checked by itself.

Source: Small et al. 2021 (Polis), representativeness and group-informed consensus.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants

Counts = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


def smoothed_share(chose: Counts, seen: Counts) -> FloatArray:
    """Return (A + 1) / (S + 2), the share that chose something, drawn towards one half where few saw it.

    Examples
    --------
    >>> smoothed_share(np.array([8]), np.array([8])).tolist()
    [0.9]
    """
    share: FloatArray = (chose + 1) / (seen + 2)
    return share


def share_test(chose: Counts, seen: Counts) -> FloatArray:
    """Return ``2 sqrt(S + 1) ((A + 1) / (S + 1) - 1/2)``: how far a share is above one half, in standard errors.

    Examples
    --------
    >>> share_test(np.array([3]), np.array([3])).tolist()
    [2.0]
    """
    test: FloatArray = 2.0 * np.sqrt(seen + 1.0) * ((chose + 1) / (seen + 1) - 0.5)
    return test


def difference_test(chose: Counts, seen: Counts, others_chose: Counts, others_seen: Counts) -> FloatArray:
    """Return a two-proportion z with one added to all four counts, pooled; 0 where the pooled share is 1.

    Examples
    --------
    >>> difference_test(np.array([3]), np.array([3]), np.array([0]), np.array([3])).round(4).tolist()
    [2.1909]
    """
    inside, outside = seen + 1.0, others_seen + 1.0
    pooled = (chose + others_chose + 2.0) / (inside + outside)
    gap = (chose + 1.0) / inside - (others_chose + 1.0) / outside
    error = np.sqrt(pooled * (1.0 - pooled) * (1.0 / inside + 1.0 / outside))
    test: FloatArray = np.divide(gap, error, out=np.zeros_like(gap), where=pooled < 1.0)
    return test


@dataclass(frozen=True, slots=True, eq=False)
class GroupStatistics:
    """Scores of every statement for every group; each array has shape (k, C).

    With A, D, S a group's agrees, disagrees and seen, and primes for all other groups together:

    Attributes
    ----------
    pa, pd
        (A + 1) / (S + 2), (D + 1) / (S + 2).
    pat, pdt
        Their tests against one half.
    ra, rd
        pa / ((A' + 1) / (S' + 2)), rd alike.
    rat, rdt
        Two-proportion tests against everybody else.
    """

    pa: FloatArray
    pd: FloatArray
    pat: FloatArray
    pdt: FloatArray
    ra: FloatArray
    rd: FloatArray
    rat: FloatArray
    rdt: FloatArray

    @property
    def agrees(self) -> BoolArray:
        """Whether the group stands out by agreeing (rather than by disagreeing)."""
        return self.rat > self.rdt

    @property
    def metric(self) -> FloatArray:
        """How much the group stands out: ratio, its test, share and its test, multiplied, on its side."""
        agree = self.ra * self.rat * self.pa * self.pat
        return np.where(self.agrees, agree, self.rd * self.rdt * self.pd * self.pdt)

    @property
    def passes(self) -> BoolArray:
        """Polis's rule: representative if both tests of a side are above the 90 % point."""
        z = constants.Z90
        return ((self.rat > z) & (self.pat > z)) | ((self.rdt > z) & (self.pdt > z))


def group_statistics(agree: Counts, disagree: Counts, seen: Counts) -> GroupStatistics:
    """Return the scores of every statement for every group, from counts of shape (k, C).

    Examples
    --------
    >>> counts = np.array([[3], [0]]), np.array([[0], [3]]), np.array([[3], [3]])
    >>> group_statistics(*counts).ra.tolist()
    [[4.0], [0.25]]
    """
    others_agree, others_disagree, others_seen = (
        table.sum(axis=0, keepdims=True) - table for table in (agree, disagree, seen)
    )
    pa, pd = smoothed_share(agree, seen), smoothed_share(disagree, seen)
    return GroupStatistics(
        pa=pa,
        pd=pd,
        pat=share_test(agree, seen),
        pdt=share_test(disagree, seen),
        ra=pa / smoothed_share(others_agree, others_seen),
        rd=pd / smoothed_share(others_disagree, others_seen),
        rat=difference_test(agree, seen, others_agree, others_seen),
        rdt=difference_test(disagree, seen, others_disagree, others_seen),
    )


def group_informed_consensus(agree: Counts, seen: Counts) -> FloatArray:
    """Return the product over groups of the smoothed share that agrees; float64, length C.

    Examples
    --------
    >>> group_informed_consensus(np.array([[3], [8]]), np.array([[3], [8]])).tolist()
    [0.7200000000000001]
    """
    product: FloatArray = smoothed_share(agree, seen).prod(axis=0)
    return product


def mean_group_informed_consensus(agree: Counts, seen: Counts) -> FloatArray:
    """Return the geometric mean of group-informed consensus over groups, comparable whatever their number."""
    mean: FloatArray = group_informed_consensus(agree, seen) ** (1.0 / max(len(agree), 1))
    return mean


def divisiveness(agree: Counts, disagree: Counts, seen: Counts) -> FloatArray:
    """Return how far apart the two most distant groups are on each statement, 0 to 1; float64, length C.

    A group's mean opinion is ``(A - D) / (S + 2)``, -1 to 1, drawn towards 0 where few saw the statement. Divisiveness
    is half the distance from the lowest to the highest group. With one group it is 0: nothing divides groups.

    Examples
    --------
    >>> divisiveness(np.array([[8], [0]]), np.array([[0], [8]]), np.array([[8], [8]])).tolist()
    [0.8]
    """
    if len(agree) < 2:
        return np.zeros(agree.shape[1])
    opinion = (agree - disagree) / (seen + 2)
    apart: FloatArray = (opinion.max(axis=0) - opinion.min(axis=0)) / 2.0
    return apart


def split(agree: Counts, disagree: Counts, seen: Counts) -> FloatArray:
    """Return how evenly people divide into agree and disagree whatever their groups: ``4 A D / (S + 2)^2``, 0 to 1.

    Examples
    --------
    >>> split(np.array([9]), np.array([9]), np.array([18])).tolist()
    [0.81]
    """
    evenly: FloatArray = 4.0 * agree * disagree / ((seen + 2.0) * (seen + 2.0))
    return evenly


def consensus(
    agree: Counts, disagree: Counts, seen: Counts, *, live: BoolArray, most: int | None
) -> dict[str, list[int]]:
    """Return the statements that people agree on, and those they disagree with, whatever their groups.

    A statement is listed where the smoothed share is above one half and its test above the 90 % point, by share times
    test, largest first; equals in the order of statements.

    Parameters
    ----------
    agree, disagree, seen
        Counts over everybody, length C.
    live
        Statements that may be listed, bool, length C.
    most
        How many at most on each side (Polis: 5); None for all.
    """
    lists = {}
    for side, chose in (("agree", agree), ("disagree", disagree)):
        share, test = smoothed_share(chose, seen), share_test(chose, seen)
        found = np.flatnonzero((share > 0.5) & (test > constants.Z90) & live)
        order = found[np.argsort(-(share * test)[found], kind="stable")]
        lists[side] = [int(column) for column in order[:most]]
    return lists
