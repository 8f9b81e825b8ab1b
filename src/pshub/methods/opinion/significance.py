"""Whether a group really differs on a statement: tested on votes that the groups were not drawn from.

Groups are made from votes, so the same votes will always show that groups differ, even where opinions are random. Here
each participant's votes are split in two: groups are drawn from one half, and differences tested on the other, with
the Benjamini-Hochberg procedure over all groups, statements and sides.

Source: Benjamini and Hochberg 1995; data splitting after clustering as in Gao, Bien and Witten 2022 ("Selective
inference for hierarchical clustering", section 1). The test is the pooled two-proportion z with Yates's correction.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import erfc, sqrt

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.axes import find_axes
from pshub.methods.opinion.counts import pair_counts
from pshub.methods.opinion.covariance import covariance
from pshub.methods.opinion.grouping import Memberships, divide
from pshub.methods.opinion.positions import project_robust
from pshub.methods.opinion.randomness import HALVES, stream
from pshub.methods.opinion.statistics import BoolArray, Counts, FloatArray
from pshub.methods.opinion.structure import canonical_order
from pshub.methods.opinion.tallies import tally
from pshub.methods.opinion.votes import Votes


@dataclass(frozen=True, slots=True, eq=False)
class Significance:
    """Chances of such differences if there were none, and which are kept; arrays of shape (k, C).

    Attributes
    ----------
    agree_p, disagree_p
        One-sided: that the group agrees (disagrees) more than everybody else; 1 where it can't be tested.
    agree, disagree
        Whether that stays after correction.
    """

    agree_p: FloatArray
    disagree_p: FloatArray
    agree: BoolArray
    disagree: BoolArray


def split_half_significance(
    votes: Votes, *, memberships: Memberships, groups: int, live: BoolArray, seed: int
) -> Significance:
    """Test every group on every statement.

    Parameters
    ----------
    votes
        n participants, C statements.
    memberships
        int8, length n: groups drawn from all votes; -1 for nobody's.
    groups
        How many groups there are; with one there is nothing to test.
    live
        bool, length C: statements that are tested.
    seed
        Chooses the halves.
    """
    shape = (groups, len(votes.statements))
    nothing = Significance(np.ones(shape), np.ones(shape), np.zeros(shape, np.bool_), np.zeros(shape, np.bool_))
    if groups < 2:
        return nothing
    first, second = _halves(votes, seed)
    drawn = _groups_of_half(first, memberships=memberships, groups=groups, live=live, seed=seed)
    if drawn is None:
        return nothing
    agree, disagree, passed = tally(second, _matched(drawn, memberships, groups), groups)
    seen = agree + disagree + passed
    agree_p, disagree_p = (_p_values(chose, seen, live) for chose in (agree, disagree))
    kept = _discoveries(np.concatenate([agree_p[:, live].reshape(-1), disagree_p[:, live].reshape(-1)]))
    significant = np.zeros((2, *shape), dtype=np.bool_)
    significant[:, :, live] = kept.reshape(2, groups, -1)
    return Significance(agree_p=agree_p, disagree_p=disagree_p, agree=significant[0], disagree=significant[1])


def _halves(votes: Votes, seed: int) -> tuple[Votes, Votes]:
    """Split each participant's votes at random into halves that differ by at most one vote."""
    rank = np.empty(len(votes.participants), dtype=np.int64)
    rank[canonical_order(votes)] = np.arange(len(votes.participants))
    whose = rank[votes.rows]
    canonical = np.argsort(whose * len(votes.statements) + votes.columns)
    drawn = stream(seed, HALVES).random_raw(len(canonical))
    # Sorting (participant, random number): neighbours alternate between the halves.
    order = canonical[np.lexsort((drawn, whose[canonical]))]
    sorted_whose = whose[order]
    start = np.searchsorted(sorted_whose, sorted_whose, side="left")
    # Which half gets the odd vote alternates too.
    odd = (np.arange(len(order)) - start + sorted_whose) % 2 == 1
    chosen = np.zeros(len(order), dtype=np.bool_)
    chosen[order] = odd
    return _subset(votes, chosen), _subset(votes, ~chosen)


def _subset(votes: Votes, chosen: BoolArray) -> Votes:
    return Votes(
        participants=votes.participants,
        statements=votes.statements,
        rows=votes.rows[chosen],
        columns=votes.columns[chosen],
        values=votes.values[chosen],
        texts=votes.texts,
        moderated_out=votes.moderated_out,
        meta=votes.meta,
    )


def _groups_of_half(
    votes: Votes, *, memberships: Memberships, groups: int, live: BoolArray, seed: int
) -> Memberships | None:
    counts = pair_counts(votes)
    axes = find_axes(covariance(counts, live=live), live=live)
    if axes.status == "none" or not axes.v1.any():
        return None
    positions, _ = project_robust(
        votes,
        mean=counts.mean,
        vectors=axes.vectors,
        live=live,
        eigenvalues=axes.eigenvalues[:2],
        variance=axes.variance,
    )
    return divide(positions, people=memberships >= 0, groups=groups, seed=seed)


def _matched(drawn: Memberships, memberships: Memberships, groups: int) -> Memberships:
    """Renumber the groups of one half so that most people keep the number of their group."""
    people = memberships >= 0
    table = np.zeros((groups, groups), dtype=np.int64)
    np.add.at(table, (drawn[people], memberships[people]), 1)
    best = max(permutations(range(groups)), key=lambda order: sum(int(table[a, b]) for a, b in enumerate(order)))
    renumbered: npt.NDArray[np.int8] = np.array([*best, -1], dtype=np.int8)[drawn]
    return renumbered


def _p_values(chose: Counts, seen: Counts, live: BoolArray) -> FloatArray:
    """Return one-sided chances that a group's share is above everybody else's by accident; shape (k, C)."""
    others_chose = chose.sum(axis=0, keepdims=True) - chose
    others_seen = seen.sum(axis=0, keepdims=True) - seen
    tested = (seen > 0) & (others_seen > 0) & live[np.newaxis, :]
    inside, outside = np.maximum(seen, 1), np.maximum(others_seen, 1)
    pooled = (chose + others_chose) / (inside + outside)
    step = 1.0 / inside + 1.0 / outside
    error = np.sqrt(pooled * (1.0 - pooled) * step)
    gap = chose / inside - others_chose / outside - step / 2.0
    z = np.divide(gap, error, out=np.full(gap.shape, -np.inf), where=tested & (error > 0))
    tail = [0.5 * erfc(value / sqrt(2.0)) for value in z.reshape(-1).tolist()]
    return np.array(tail, dtype=np.float64).reshape(z.shape)


def _discoveries(p_values: FloatArray) -> BoolArray:
    """Return which of the tests Benjamini and Hochberg keep."""
    if not len(p_values):
        return np.zeros(0, dtype=np.bool_)
    ranked = np.sort(p_values)
    allowed = constants.FALSE_DISCOVERY * np.arange(1, len(ranked) + 1) / len(ranked)
    below = np.flatnonzero(ranked <= allowed)
    kept: BoolArray = p_values <= (ranked[below[-1]] if len(below) else -1.0)
    return kept
