"""Which statements stand for a group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.statistics import BoolArray, Counts, GroupStatistics


def polis_representative(
    scores: GroupStatistics, *, agree: Counts, disagree: Counts, live: BoolArray
) -> list[list[tuple[int, str]]]:
    """Return Polis's list for each group: (statement, "agree" or "disagree") pairs, at most five.

    Statements that pass both tests, by metric; the best-agree statement is put first; five are kept, and those agreed
    with come before those disagreed with. Where none passes, the best-agree statement alone, or else the one with the
    largest test against everybody else.

    Parameters
    ----------
    scores
        Arrays of shape (k, C).
    agree, disagree
        Counts of shape (k, C).
    live
        Statements that may be listed, bool, length C.

    Notes
    -----
    Source: Polis's selection of representative comments (Small et al. 2021, appendix).
    """
    return [_polis_list(scores, group, agree[group], disagree[group], live) for group in range(len(agree))]


def _polis_list(
    scores: GroupStatistics, group: int, agree: Counts, disagree: Counts, live: BoolArray
) -> list[tuple[int, str]]:
    best = _best_agree(scores, group, voted=(agree + disagree > 0) & live)
    passing = np.flatnonzero(scores.passes[group] & live)
    if not len(passing):
        return _fallback(scores, group, best, live)
    metric = scores.metric[group]
    listed = [int(column) for column in passing[np.argsort(-metric[passing], kind="stable")]]
    if best is not None:
        listed = [best] + [column for column in listed if column != best]
    sides = [(column, "agree" if column == best else _side(scores, group, column)) for column in listed]
    return sorted(sides[: constants.LISTED], key=lambda entry: entry[1] != "agree")


def _fallback(scores: GroupStatistics, group: int, best: int | None, live: BoolArray) -> list[tuple[int, str]]:
    if best is not None:
        return [(best, "agree")]
    if not live.any():
        return []
    strongest = np.where(live, np.maximum(scores.rat[group], scores.rdt[group]), -np.inf)
    column = int(np.argmax(strongest))
    return [(column, _side(scores, group, column))]


def _side(scores: GroupStatistics, group: int, column: int) -> str:
    return "agree" if scores.rat[group, column] > scores.rdt[group, column] else "disagree"


def _best_agree(scores: GroupStatistics, group: int, voted: BoolArray) -> int | None:
    """Scan statements in order for the one that a group agrees with most, by Polis's changing measure."""
    incumbent: int | None = None
    for column in np.flatnonzero(voted).tolist():
        ra, pa = scores.ra[group], scores.pa[group]
        rat, pat = scores.rat[group], scores.pat[group]
        if incumbent is None:
            better = pat[column] > constants.Z90 or (ra[column] > 1.0 and pa[column] > 0.5)
        elif ra[incumbent] > 1.0:
            better = _product(ra, rat, pa, pat, column) > _product(ra, rat, pa, pat, incumbent)
        else:
            better = pa[column] * pat[column] > pa[incumbent] * pat[incumbent]
        if better:
            incumbent = column
    return incumbent


def _product(
    ra: npt.NDArray[np.float64],
    rat: npt.NDArray[np.float64],
    pa: npt.NDArray[np.float64],
    pat: npt.NDArray[np.float64],
    column: int,
) -> float:
    return float(ra[column] * rat[column] * pa[column] * pat[column])


def robust_representative(
    scores: GroupStatistics, *, significant: BoolArray, live: BoolArray
) -> list[list[tuple[int, str]]]:
    """Return, for each group, every statement that stands for it, largest metric first.

    A statement stands for a group where the group's side of it differs from everybody else's on votes that the groups
    were not drawn from (`significant`, shape (k, C)) and where more than half of the group, smoothed, is on that side.
    """
    share = np.where(scores.agrees, scores.pa, scores.pd)
    chosen = significant & (share > 0.5) & live[np.newaxis, :]
    lists = []
    for group in range(len(share)):
        found = np.flatnonzero(chosen[group])
        order = found[np.argsort(-scores.metric[group][found], kind="stable")]
        lists.append([(int(column), _side(scores, group, int(column))) for column in order])
    return lists
