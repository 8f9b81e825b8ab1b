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
    runs = [_lloyd(points, points.places[list(start)]) for start in dict.fromkeys(starts)]
    # Equal objectives: the division that comes first when labels are read as numbers.
    best = min(runs, key=lambda run: (run.objective, run.label.tolist()))
    return Clustering(label=best.label[points.place_of], objective=best.objective)


def _squared(points: IntArray, centres: IntArray) -> IntArray:
    gap = points[:, np.newaxis, :] - centres[np.newaxis, :, :]
    squared: IntArray = gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1]
    return squared


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


def _lloyd(points: Points, centres: IntArray) -> Clustering:
    label = np.argmin(_squared(points.places, centres), axis=1)
    for _ in range(constants.CLUSTER_ITERATIONS):
        centres = _centres(points, label, centres)
        moved = np.argmin(_squared(points.places, centres), axis=1)
        if np.array_equal(moved, label):
            break
        label = moved
    label = _first_come(label)
    own = _centres(points, label, np.zeros((int(label.max()) + 1, 2), dtype=np.int64))
    gap = points.places - own[label]
    objective = int(((gap * gap).sum(axis=1) * points.weights).sum())
    return Clustering(label=label, objective=objective)


def _centres(points: Points, label: IntArray, before: IntArray) -> IntArray:
    """Return the rounded mean of each group; an empty group keeps its centre."""
    groups = len(before)
    sums = np.zeros((groups, 2), dtype=np.int64)
    np.add.at(sums, label, points.places * points.weights[:, np.newaxis])
    size = np.zeros(groups, dtype=np.int64)
    np.add.at(size, label, points.weights)
    whole = np.maximum(size, 1)[:, np.newaxis]
    mean: IntArray = np.where(size[:, np.newaxis] > 0, (2 * sums + whole) // (2 * whole), before)
    return mean


def _first_come(label: IntArray) -> IntArray:
    """Renumber groups by the first place that belongs to each, so that equal divisions have equal labels."""
    _, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    return rank[inverse].astype(np.int64)


def silhouette(points: Points, label: IntArray) -> float:
    """Return the mean silhouette of people over at most 1,000 of them, evenly taken from the sorted places.

    Parameters
    ----------
    points
        The people.
    label
        int64, one per person: their group. People at one place are in one group.
    """
    order = np.lexsort((label, points.place_of))
    taken = order[np.linspace(0, len(order) - 1, min(len(order), constants.SILHOUETTE_PEOPLE)).astype(np.int64)]
    places, group = points.places[points.place_of[taken]], label[taken]
    # Whole-number distances: sums over a group are exact in float64, in any order.
    distance = np.floor(np.sqrt(_squared(places, places).astype(np.float64)))
    member = (group[:, np.newaxis] == np.arange(int(label.max()) + 1)[np.newaxis, :]).astype(np.float64)
    sums = distance @ member
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
    return float(np.rint(each * 2.0**40).astype(np.int64).sum()) / 2.0**40 / len(each)
