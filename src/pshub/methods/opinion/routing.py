"""Which statement to offer next: weights to draw from. Plain Python, so that web processes stay light.

Source: Polis's comment routing (Small et al. 2021), and our floor under it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pshub.methods.opinion import constants


def priorities(
    *,
    agree: Sequence[int],
    passed: Sequence[int],
    seen: Sequence[int],
    extremity: Sequence[float],
    meta: Sequence[bool],
    floor: bool = True,
) -> list[float]:
    """Return each statement's weight in the draw of the next statement.

    With importance ``I = (1 - (P + 1) / (S + 2)) (E + 1) (A + 1) / (S + 2)`` the weight is
    ``(I (1 + 8 * 2^(-S / 5)))^2``, and 49 for a statement about the voters themselves. A person is offered one of the
    statements they have not seen, drawn with these weights.

    The bare weights starve disliked statements of votes, so that votes are missing for a reason. With `floor`, a
    statement weighs at least a quarter of the mean weight, and at least the mean weight until 20 people saw it.

    Parameters
    ----------
    agree, passed, seen
        Counts per statement; `seen` includes passes.
    extremity
        Length of each statement's position on the map; 0 where there is no map yet.
    meta
        Statements about the voters themselves.
    floor
        False gives Polis's weights.

    Examples
    --------
    >>> bare = priorities(agree=[5, 0], passed=[0, 0], seen=[5, 5], extremity=[0, 0], meta=[False, True], floor=False)
    >>> [round(weight, 6) for weight in bare]
    [13.494377, 49.0]
    """
    weights = [
        constants.META_PRIORITY if about else _priority(chose, skipped, met, length)
        for chose, skipped, met, length, about in zip(agree, passed, seen, extremity, meta, strict=True)
    ]
    if not floor or not weights:
        return weights
    mean = sum(weights) / len(weights)
    least = constants.PRIORITY_FLOOR * mean
    return [
        max(weight, mean if met < constants.PRIORITY_ENOUGH else least)
        for weight, met in zip(weights, seen, strict=True)
    ]


def _priority(agree: int, passed: int, seen: int, extremity: float) -> float:
    importance = (1.0 - (passed + 1.0) / (seen + 2.0)) * (extremity + 1.0) * (agree + 1.0) / (seen + 2.0)
    weight: float = importance * (1.0 + 8.0 * 2.0 ** (-seen / 5.0))
    return weight * weight


def evenness(seen: Sequence[int]) -> float:
    """Return how evenly statements were seen: 1 where all were seen alike, near 0 where one had all the votes.

    One minus the Gini coefficient of the counts; 1 where there is nothing to compare.

    Examples
    --------
    >>> evenness([10, 10, 10]), round(evenness([0, 0, 30]), 3)
    (1.0, 0.333)
    """
    total, size = sum(seen), len(seen)
    if not total:
        return 1.0
    ranked = sum((2 * rank - size - 1) * count for rank, count in enumerate(sorted(seen), start=1))
    return 1.0 - ranked / (size * total)
