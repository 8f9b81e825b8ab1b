"""Votes to test on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pshub.methods.opinion import Votes, read_votes

VotesOf = Callable[[str], Votes]


@pytest.fixture(scope="session")
def real_votes(shared_data: Path) -> VotesOf:
    """Votes of one of the real conversations, by name; read once."""
    read: dict[str, Votes] = {}

    def of(name: str) -> Votes:
        if name not in read:
            read[name] = read_votes(shared_data / "polis" / name)
        return read[name]

    return of


@pytest.fixture(scope="session")
def town() -> Votes:
    """Ninety people in two camps and thirty statements, a third of the cells unseen."""
    random = np.random.default_rng(7)
    camp = np.repeat([0, 1], [55, 35])
    lean = random.choice([-1, 1], 30)
    seen = random.random((90, 30)) < 0.67
    rows, columns = np.nonzero(seen)
    side = np.where((camp[rows] == 1) & (columns < 12), -lean[columns], lean[columns])
    values = np.where(random.random(len(rows)) < 0.25, random.integers(-1, 2, len(rows)), side)
    return Votes.from_arrays(
        participants=[f"p{number}" for number in range(90)],
        statements=[str(number) for number in range(30)],
        rows=rows,
        columns=columns,
        values=values,
        moderated_out=np.arange(30) == 29,
        meta=np.arange(30) == 28,
    )
