"""The opinion map itself: what :func:`pshub.methods.opinion.analyse` returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pshub.methods.canonical import Json
from pshub.methods.method import result_digest
from pshub.methods.opinion import constants
from pshub.methods.opinion.axes import Axes
from pshub.methods.opinion.counts import PairCounts
from pshub.methods.opinion.identity import method
from pshub.methods.opinion.parameters import Parameters
from pshub.methods.opinion.votes import Votes

Side = Literal["agree", "disagree"]


@dataclass(frozen=True, slots=True)
class Structure:
    """Whether there is more in the votes than chance gives.

    Attributes
    ----------
    share
        Share of the variance along the first axis, among the people tested.
    null_high
        The highest such share that chance gives, when votes are shuffled within each statement.
    shuffles
        How often they were shuffled; 0 where there was nothing to test.
    people
        How many people were tested.
    holds
        Whether `share` is above `null_high`; only then are groups looked for. Polis mode tests nothing: `shuffles` is 0
        and this says only whether groups were given.
    """

    share: float
    null_high: float
    shuffles: int
    people: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Group:
    """An opinion group: its label (A is the largest), its size, and its centre in units of 2**-30."""

    label: str
    size: int
    centre: tuple[int, int]


@dataclass(frozen=True, slots=True)
class GroupScores:
    """What one group says about one statement; formulas in ``docs/reference/opinion-method.md``.

    Counts are exact. `pa` and `pd` are the smoothed shares that agree and disagree, `pat` and `pdt` their tests
    against one half, `ra` and `rd` the ratios to everybody else's share, `rat` and `rdt` the tests against everybody
    else. `side` says whether the group stands out by agreeing or by disagreeing, `metric` how much. `p_value` is the
    chance, on the half of the votes that the groups were not drawn from, of such a difference on that side;
    `significant` whether it stays after correction for testing every statement (both None in polis mode).
    """

    label: str
    agree: int
    disagree: int
    passed: int
    seen: int
    pa: float
    pd: float
    pat: float
    pdt: float
    ra: float
    rd: float
    rat: float
    rdt: float
    side: Side
    metric: float
    representative: bool
    p_value: float | None
    significant: bool | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: how everybody voted on it, where it lies, and what each group says.

    Attributes
    ----------
    id, text
        The statement's label and words.
    moderated_out, meta
        As given with the votes.
    agree, disagree, passed, seen
        Counts over everybody who voted, in a group or not.
    group_informed_consensus
        Product over groups of the smoothed share that agrees.
    group_informed_consensus_mean
        Its geometric mean over groups, comparable between maps with different numbers of groups.
    divisiveness
        The widest gap between two groups' mean opinions, 0 to 1; 0 where there is one group.
    split
        How evenly everybody divides into agree and disagree, 0 to 1, whatever the groups.
    extremity
        Length of the statement's position.
    priority
        Weight with which it is offered to the next voter.
    representative_of
        Labels of the groups it stands for.
    scores
        One entry per group, in the order of the groups.
    """

    id: str
    text: str
    moderated_out: bool
    meta: bool
    agree: int
    disagree: int
    passed: int
    seen: int
    group_informed_consensus: float
    group_informed_consensus_mean: float
    divisiveness: float
    split: float
    extremity: float
    priority: float
    representative_of: tuple[str, ...]
    scores: tuple[GroupScores, ...]


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """Axes, positions, groups and what each group says.

    Attributes
    ----------
    parameters
        As asked for.
    votes
        The votes, statements in natural order; every array over statements here is in that order.
    counts
        Exact pair counts.
    axes
        The two directions along which opinions differ most, and their status.
    positions
        int64, shape (n, 2), units of 2**-30, in the order of ``votes.participants``. Restricted: never public.
    statement_positions
        int64, shape (C, 2), units of 2**-30: where a person would lie who only agreed with that statement.
    in_conversation
        bool, length n: who voted enough to be grouped.
    group_of
        int8, length n: index into `groups`, -1 where not placed. Restricted: never public.
    structure
        Whether there is more than chance.
    groups
        Largest first.
    agree, disagree, passed
        int64, shape (k, C): counts per group.
    statements
        One entry per statement.
    consensus
        Statement labels under "agree" and "disagree" that everybody shares, best first.
    representative
        Per group label, the statements that stand for it, best first.
    evenness
        How evenly statements were seen, 0 to 1.
    notices
        Codes of what a reader should know: see ``docs/reference/opinion-method.md``.
    """

    parameters: Parameters
    votes: Votes
    counts: PairCounts
    axes: Axes
    positions: npt.NDArray[np.int64]
    statement_positions: npt.NDArray[np.int64]
    in_conversation: npt.NDArray[np.bool_]
    group_of: npt.NDArray[np.int8]
    structure: Structure
    groups: tuple[Group, ...]
    agree: npt.NDArray[np.int64]
    disagree: npt.NDArray[np.int64]
    passed: npt.NDArray[np.int64]
    statements: tuple[Statement, ...]
    consensus: dict[str, tuple[str, ...]]
    representative: dict[str, tuple[str, ...]]
    evenness: float
    notices: tuple[str, ...]

    @property
    def coordinates(self) -> npt.NDArray[np.float64]:
        """Positions as plain numbers; float64, shape (n, 2). Restricted: never public."""
        return self.positions / float(1 << constants.POSITION_BITS)

    @property
    def labels(self) -> tuple[str, ...]:
        """Each participant's group label, "" where not placed; length n. Restricted: never public."""
        names = [group.label for group in self.groups]
        return tuple(names[index] if index >= 0 else "" for index in self.group_of.tolist())

    def result(self) -> dict[str, Json]:
        """Return everything but what is about single people, as JSON; see :mod:`pshub.methods.opinion.result`."""
        from pshub.methods.opinion.result import build_result

        return build_result(self)

    def digest(self) -> str:
        """Return the digest of method, parameters and result: equal votes and parameters give equal digests."""
        return result_digest(method=method(), parameters=self.parameters.to_dict(), result=self.result())
