"""Which statement somebody is served next: drawn at random with the weights that the worker left. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random, SystemRandom
from typing import Any

_CHANCE = SystemRandom()


def weights_of(result: Mapping[str, Any]) -> dict[str, float]:
    """Return the weight of each statement number in the exact result of an opinion map."""
    return {row["id"]: float(row["priority"]) for row in result["statistics"]}


def draw(numbers: Sequence[int], weights: Mapping[str, float], *, chance: Random = _CHANCE) -> int | None:
    """Draw one of the statements that somebody has not seen; None where there are none.

    A statement that has no weight yet, because nobody had voted on it when they were computed, gets the mean of all
    weights: so do statements that fewer than 20 people saw.

    Examples
    --------
    >>> draw([7], {"1": 0.2})
    7
    """
    if not numbers:
        return None
    usual = sum(weights.values()) / len(weights) if weights else 1.0
    chosen = [weights.get(str(number), usual) for number in numbers]
    if not any(chosen):
        return chance.choice(numbers)
    return chance.choices(numbers, weights=chosen)[0]
