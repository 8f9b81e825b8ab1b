"""The invented residents of the sample hub and how they vote, drawn from a seed.

Each resident leans to one of three outlooks (or to none) and answers a statement with odds that mix the outlooks'
own. Only `random.Random.random` is drawn from, because Python promises that its stream never changes.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

OUTLOOKS = ("keep", "share", "run")
"""Columns of the statement files: keep buildings and librarians, share and go digital, run by the community."""

DAY = 24 * 60 * 60
MINIMUM_VOTES = 8


@dataclass(frozen=True, slots=True)
class Appeal:
    """How one statement goes down: agreement in per cent for each outlook, passes in per cent, day it appeared."""

    key: str
    agreement: tuple[int, int, int]
    passes: int
    day: float


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who takes part: people leaning to each outlook, or to none; days it lasts; share who vote on everything."""

    outlooks: tuple[int, int, int]
    none: int
    days: int
    busy_days: tuple[int, ...]
    finishers: float
    seed: int

    @property
    def people(self) -> int:
        """Number of residents who take part."""
        return sum(self.outlooks) + self.none


@dataclass(frozen=True, slots=True)
class SampleVote:
    """One vote: resident (0 is the first to arrive), statement key, +1, 0 or -1, seconds after the opening."""

    resident: int
    statement: str
    value: int
    seconds: int


@dataclass(frozen=True, slots=True)
class _Resident:
    weights: tuple[float, float, float]
    conviction: float
    tone: float
    reticence: float
    share_seen: float
    arrival: float


def _logit(per_cent: int) -> float:
    return math.log(per_cent / (100 - per_cent))


def _resident(draw: random.Random, home: int | None, turnout: Turnout) -> _Resident:
    if home is None:
        raw = [0.5 + draw.random() for _ in OUTLOOKS]
        weights = [value / sum(raw) for value in raw]
        conviction = 0.8
    else:
        own = 0.82 + 0.18 * draw.random()
        split = draw.random()
        rest = [(1 - own) * split, (1 - own) * (1 - split)]
        weights = [own if outlook == home else rest.pop() for outlook in range(len(OUTLOOKS))]
        conviction = 0.85 + 0.5 * draw.random()
    stamina = draw.random()
    share_seen = 1.0 if stamina < turnout.finishers else 0.2 if stamina > 0.84 else 0.25 + 0.7 * draw.random()
    day = turnout.days * draw.random()
    if draw.random() < 0.5:
        day = turnout.busy_days[int(draw.random() * len(turnout.busy_days))] + draw.random()
    # Between 7 in the morning and 11 at night.
    arrival = math.floor(day) * DAY + (7 + 16 * draw.random()) * 3600
    return _Resident(
        weights=(weights[0], weights[1], weights[2]),
        conviction=conviction,
        tone=0.5 * (draw.random() + draw.random() - 1),
        reticence=0.4 + 1.2 * draw.random(),
        share_seen=share_seen,
        arrival=arrival,
    )


def _answer(draw: random.Random, resident: _Resident, appeal: Appeal) -> int:
    if 100 * draw.random() < appeal.passes * resident.reticence:
        return 0
    lean = sum(weight * _logit(share) for weight, share in zip(resident.weights, appeal.agreement, strict=True))
    chance = 1 / (1 + math.exp(-(lean * resident.conviction + resident.tone)))
    return 1 if draw.random() < chance else -1


def _shuffled(draw: random.Random, appeals: Sequence[Appeal]) -> list[Appeal]:
    return [appeal for _, appeal in sorted(((draw.random(), appeal) for appeal in appeals), key=lambda pair: pair[0])]


def votes(appeals: Sequence[Appeal], turnout: Turnout) -> list[SampleVote]:
    """Return the votes of all residents, in order of time.

    A resident sees the statements that are there when they arrive, in an order of their own, and stops after at
    least `MINIMUM_VOTES` of them.
    """
    draw = random.Random(turnout.seed)  # noqa: S311 - these people are invented
    homes = [home for home, people in enumerate(turnout.outlooks) for _ in range(people)]
    residents = [_resident(draw, home, turnout) for home in [*homes, *([None] * turnout.none)]]
    residents.sort(key=lambda resident: resident.arrival)
    cast: list[SampleVote] = []
    for number, resident in enumerate(residents):
        there = [appeal for appeal in appeals if appeal.day * DAY <= resident.arrival]
        seen = _shuffled(draw, there)[: max(MINIMUM_VOTES, round(resident.share_seen * len(there)))]
        clock = resident.arrival
        for appeal in seen:
            clock += 6 + 24 * draw.random()
            value = _answer(draw, resident, appeal)
            cast.append(SampleVote(resident=number, statement=appeal.key, value=value, seconds=int(clock)))
    return sorted(cast, key=lambda vote: (vote.seconds, vote.resident))
