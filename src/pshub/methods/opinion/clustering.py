"""k-means on a multiset of integer points: no order, no rounding, no machine can change what it finds.

Source: Lloyd 1982; starts by the farthest point (Gonzalez 1985) and by chances proportional to squared distance
(Arthur and Vassilvitskii 2007, "k-means++"); silhouettes from Rousseeuw 1987.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants

IntArray = npt.NDArray[np.int64]
# Places times groups times starts that are worked on at once, a matter of memory only.
_BATCH_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """A division of points.

    Attributes
    ----------
    label
        int64, one per point, 0 to k - 1.
    objective
        Sum of squared distances to centres, in squared units.
    """

    label: IntArray
    objective: int


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A multiset of points on an integer grid: distinct places in order, and how many people are at each.

    Attributes
    ----------
    places
        int64, shape (m, 2), sorted by x, then y.
    weights
        int64, length m.
    place_of
        int64: for each point given, its place.
    """

    places: IntArray
    weights: IntArray
    place_of: IntArray

    @classmethod
    def from_positions(cls, positions: IntArray) -> Points:
        """Scale positions to at most 20 bits, fewer for more than half a million people, and count them by place."""
        people = max(len(positions), 1)
        # Sums of squared distances over all people stay below 2**62.
        allowed = min(constants.CLUSTER_BITS, (62 - people.bit_length() - 3) // 2)
        largest = int(np.abs(positions).max()) if positions.size else 0
        shift = max(largest.bit_length() - allowed, 0)
        coarse = (positions + ((1 << shift) >> 1)) >> shift
        places, place_of, weights = np.unique(coarse, axis=0, return_inverse=True, return_counts=True)
        return cls(places=places.reshape(-1, 2), weights=weights.astype(np.int64), place_of=place_of.reshape(-1))


def cluster(points: Points, *, groups: int, stream: np.random.PCG64) -> Clustering | None:
    """Return the best of several k-means runs, or None where there are fewer distinct places than groups.

    Parameters
    ----------
    points
        The people.
    groups
        k, at least 1.
    stream
        Raw random numbers for the starts.

    Examples
    --------
    >>> points = Points.from_positions(np.array([[0, 0], [1, 0], [90, 5], [91, 5]]))
    >>> cluster(points, groups=2, stream=np.random.PCG64(0)).label.tolist()
    [0, 0, 1, 1]
    """
    if len(points.places) < groups:
        return None
    starts = [_farthest_start(points, groups)]
    starts += [_drawn_start(points, groups, stream) for _ in range(constants.CLUSTER_STARTS - 1)]
    different = np.array(list(dict.fromkeys(starts)), dtype=np.int64)
    # As many starts at once as fit into memory; which are together changes nothing.
    batch = max(_BATCH_CELLS // (len(points.places) * groups), 1)
    found = [
        _lloyd(points, points.places[different[start : start + batch]]) for start in range(0, len(different), batch)
    ]
    runs = {label.tobytes(): label for labels in found for label in map(_first_come, labels)}
    scored = [(_objective(points, label), label) for label in runs.values()]
    objective = min(score for score, _ in scored)
    # Equal objectives: the division that comes first when labels are read as numbers.
    label = min((label for score, label in scored if score == objective), key=lambda label: label.tolist())
    return Clustering(label=label[points.place_of], objective=objective)


def _squared(points: IntArray, centres: IntArray) -> IntArray:
    across = points[:, 0, np.newaxis] - centres[:, 0]
    along = points[:, 1, np.newaxis] - centres[:, 1]
    across *= across
    along *= along
    across += along
    return across


def _farthest_start(points: Points, groups: int) -> tuple[int, ...]:
    middle = (points.places * points.weights[:, np.newaxis]).sum(axis=0) // points.weights.sum()
    chosen = [int(np.argmax(_squared(points.places, middle[np.newaxis, :])[:, 0]))]
    nearest = _squared(points.places, points.places[chosen])[:, 0]
    while len(chosen) < groups:
        chosen.append(int(np.argmax(nearest)))
        nearest = np.minimum(nearest, _squared(points.places, points.places[chosen[-1:]])[:, 0])
    return tuple(sorted(chosen))


def _drawn_start(points: Points, groups: int, stream: np.random.PCG64) -> tuple[int, ...]:
    chances = points.weights
    chosen: list[int] = []
    nearest = np.full(len(points.places), np.iinfo(np.int64).max)
    for _ in range(groups):
        running = np.cumsum(chances)
        drawn = int(stream.random_raw()) % int(running[-1])
        chosen.append(int(np.searchsorted(running, drawn, side="right")))
        nearest = np.minimum(nearest, _squared(points.places, points.places[chosen[-1:]])[:, 0])
        chances = nearest * points.weights
    return tuple(sorted(chosen))


def _lloyd(points: Points, centres: IntArray) -> IntArray:
    """Run k-means from several starts at once; centres int64, shape (S, k, 2); returns labels, shape (S, m)."""
    labels = _nearest(points, centres)
    running = np.arange(len(centres))
    for _ in range(constants.CLUSTER_ITERATIONS):
        centres[running] = _centres(points, labels[running], centres[running])
        moved = _nearest(points, centres[running])
        changed = np.any(moved != labels[running], axis=1)
        labels[running] = moved
        running = running[changed]
        if not len(running):
            break
    return labels


def _nearest(points: Points, centres: IntArray) -> IntArray:
    """Return each place's nearest centre, the first of equals; centres shape (S, k, 2); returns shape (S, m)."""
    runs, groups, _ = centres.shape
    # |c|^2 - 2 p.c orders centres as distance does; all whole numbers below 2**53, so float64 products are exact.
    flat = centres.transpose(1, 0, 2).reshape(-1, 2).astype(np.float64)
    score = (flat * flat).sum(axis=1)[:, np.newaxis] - 2.0 * (flat @ points.places.T.astype(np.float64))
    score = score.reshape(groups, runs, len(points.places))
    label = np.zeros((runs, len(points.places)), dtype=np.int64)
    best = score[0]
    for group in range(1, groups):
        better = score[group] < best
        label[better] = group
        best = np.minimum(best, score[group])
    return label


def _centres(points: Points, labels: IntArray, before: IntArray) -> IntArray:
    """Return the rounded mean of each group; an empty group keeps its centre. Shapes (S, m) and (S, k, 2)."""
    runs, groups, _ = before.shape
    cell = (labels + groups * np.arange(runs)[:, np.newaxis]).reshape(-1)

    def total(weights: IntArray) -> IntArray:
        # Whole numbers below 2**53: the float64 sums of bincount are exact in any order.
        return np.bincount(cell, np.tile(weights, runs), runs * groups).astype(np.int64).reshape(runs, groups)

    size = total(points.weights)
    sums = np.stack([total(points.places[:, axis] * points.weights) for axis in (0, 1)], axis=2)
    whole = np.maximum(size, 1)[:, :, np.newaxis]
    mean: IntArray = np.where(size[:, :, np.newaxis] > 0, (2 * sums + whole) // (2 * whole), before)
    return mean


def _objective(points: Points, label: IntArray) -> int:
    groups = int(label.max()) + 1
    centres = _centres(points, label[np.newaxis, :], np.zeros((1, groups, 2), dtype=np.int64))[0]
    gap = points.places - centres[label]
    return int(((gap * gap).sum(axis=1) * points.weights).sum())


def _first_come(label: IntArray) -> IntArray:
    """Renumber groups by the first place that belongs to each, so that equal divisions have equal labels."""
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return rank[inverse].astype(np.int64)


class Silhouettes:
    """Mean silhouettes of divisions of the same people, over at most 1,000 of them, evenly taken from sorted places.

    Examples
    --------
    >>> points = Points.from_positions(np.array([[0, 0], [1, 0], [90, 5], [91, 5]]))
    >>> round(Silhouettes(points).mean(np.array([0, 0, 1, 1])), 3)
    0.989
    """

    def __init__(self, points: Points) -> None:
        order = np.argsort(points.place_of, kind="stable")
        size = min(len(order), constants.SILHOUETTE_PEOPLE)
        self._taken = order[np.linspace(0, len(order) - 1, size).astype(np.int64)] if size else order
        places = points.places[points.place_of[self._taken]]
        # Whole-number distances: their sums over a group are exact in float64, in any order.
        self._distance = np.floor(np.sqrt(_squared(places, places).astype(np.float64)))

    def mean(self, label: IntArray) -> float:
        """Return the mean silhouette, -1 to 1, of a division; `label` has one entry per person, alike at one place."""
        group = label[self._taken]
        member = (group[:, np.newaxis] == np.arange(int(label.max()) + 1)[np.newaxis, :]).astype(np.float64)
        sums = self._distance @ member
        size = member.sum(axis=0)
        rows = np.arange(len(group))
        inside = sums[rows, group] / np.maximum(size[group] - 1, 1)
        outside = np.where(size > 0, sums / np.maximum(size, 1), np.inf)
        outside[rows, group] = np.inf
        nearest = outside.min(axis=1)
        if not np.isfinite(nearest).all():
            return 0.0
        widest = np.maximum(np.maximum(inside, nearest), 1.0)
        each = np.where(size[group] > 1, (nearest - inside) / widest, 0.0)
        # Summed as multiples of 2**-40, so that no order can matter.
        return float(np.rint(each * 2.0**40).astype(np.int64).sum()) / 2.0**40 / len(each)
