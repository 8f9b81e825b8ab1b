"""What a reader could work out from what is shown: bounds on what is withheld, and how few votes single people out.

These are not used to release anything: tests and reviewers turn them on what was released.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pshub.methods.disclosure.rounding import ROUND_TO

HALF = ROUND_TO // 2


def rounding_interval(released: int) -> tuple[int, int]:
    """Return the least and the largest count that are released as this one.

    Examples
    --------
    >>> rounding_interval(10), rounding_interval(0)
    ((8, 12), (0, 2))
    """
    return max(0, released - HALF), released + HALF


def hidden_interval(total: int, shown: Sequence[int]) -> tuple[int, int]:
    """Return the least and the largest count of people in the withheld parts of a total, as a reader can bound it.

    Examples
    --------
    >>> hidden_interval(40, [20, 15])
    (0, 11)
    """
    low, high = rounding_interval(total)
    for released in shown:
        least, largest = rounding_interval(released)
        low -= largest
        high -= least
    return max(0, low), max(0, high)


def singled_out(votes: Mapping[str, Mapping[str, int]], *, known: Sequence[str]) -> float:
    """Return the share of people whose votes on some statements are like nobody else's.

    Parameters
    ----------
    votes
        For each person, their vote by statement.
    known
        The statements on which an outsider knows a person's vote, or that there is none.

    Examples
    --------
    >>> singled_out({"a": {"1": 1}, "b": {"1": 1}, "c": {"1": 0}, "d": {}}, known=["1"])
    0.5
    """
    if not votes:
        return 0.0
    patterns = Counter(tuple(cast.get(statement) for statement in known) for cast in votes.values())
    return sum(count for count in patterns.values() if count == 1) / len(votes)


def differencing(before: Mapping[str, Sequence[int]], after: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, ...]]:
    """Return what a reader of two results learns by subtracting them: for each row, the change of each count.

    Examples
    --------
    >>> differencing({"1": [10, 5]}, {"1": [15, 5]})
    {'1': (5, 0)}
    """
    return {
        row: tuple(new - old for old, new in zip(before[row], after[row], strict=True))
        for row in before
        if row in after
    }
