"""Counts rounded to 5, rows that are large enough to show, and shares of rounded counts."""

from __future__ import annotations

from collections.abc import Sequence

MINIMUM = 10
ROUND_TO = 5

MESSAGES = {
    "negative": "{what} is {found}, but a count of people can't be below 0",
    "parts": "the parts of '{row}' do not add up to its total: {found} against {expected}",
}


class DisclosureError(ValueError):
    """Counts that can't be released because they are not counts of people or do not add up."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(MESSAGES[code].format(**params))


def round_count(count: int) -> int:
    """Return the nearest multiple of `ROUND_TO`.

    Examples
    --------
    >>> [round_count(count) for count in (0, 2, 3, 7, 8, 12)]
    [0, 0, 5, 5, 10, 10]
    """
    if count < 0:
        raise DisclosureError("negative", what="a count", found=count)
    return (count + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def released_counts(counts: Sequence[int]) -> tuple[int, ...] | None:
    """Return the rounded counts of a row of answers by different people, or None where too few people answered.

    A row is shown if at least `MINIMUM` people are in it and its rounded counts still say so: a reader who adds them
    up must not find fewer.

    Examples
    --------
    >>> released_counts([12, 6, 1])
    (10, 5, 0)
    >>> released_counts([4, 3, 2]) is None
    True
    """
    rounded = tuple(round_count(count) for count in counts)
    if sum(counts) < MINIMUM or sum(rounded) < MINIMUM:
        return None
    return rounded


def share(part: int, whole: int) -> float | None:
    """Return the share that one rounded count is of the sum of them, to three decimals; None of nothing.

    Examples
    --------
    >>> share(10, 15)
    0.667
    """
    return round(part / whole, 3) if whole else None
