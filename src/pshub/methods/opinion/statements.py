"""Every statement with its scores, and the lists that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.grouping import Memberships
from pshub.methods.opinion.opinion_map import Group, GroupScores, Statement
from pshub.methods.opinion.parameters import Parameters
from pshub.methods.opinion.positions import extremities
from pshub.methods.opinion.representative import polis_representative, robust_representative
from pshub.methods.opinion.routing import evenness, priorities
from pshub.methods.opinion.significance import Significance, split_half_significance
from pshub.methods.opinion.statistics import (
    BoolArray,
    Counts,
    GroupStatistics,
    consensus,
    divisiveness,
    group_informed_consensus,
    group_statistics,
    mean_group_informed_consensus,
    split,
)
from pshub.methods.opinion.tallies import tally
from pshub.methods.opinion.votes import Votes

Tables = tuple[Counts, Counts, Counts]
Lists = list[list[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Described:
    """Statements with their scores, and the lists of them; see :class:`pshub.methods.opinion.OpinionMap`."""

    statements: tuple[Statement, ...]
    consensus: dict[str, tuple[str, ...]]
    representative: dict[str, tuple[str, ...]]
    evenness: float


@dataclass(frozen=True, slots=True)
class _Everybody:
    """Counts per statement over a set of people, whatever their groups; each of length C."""

    agree: Counts
    disagree: Counts
    passed: Counts

    @property
    def seen(self) -> Counts:
        return self.agree + self.disagree + self.passed


def describe_statements(
    votes: Votes,
    *,
    members: Memberships,
    groups: tuple[Group, ...],
    tables: Tables,
    live: BoolArray,
    statement_positions: npt.NDArray[np.int64],
    parameters: Parameters,
) -> Described:
    """Score every statement.

    Parameters
    ----------
    votes
        n participants, C statements.
    members
        int8, length n, index into `groups` or -1.
    groups
        Largest first.
    tables
        Agrees, disagrees and passes per group, each of shape (k, C).
    live
        bool, length C: statements that shape the map and may be listed.
    statement_positions
        int64, shape (C, 2).
    parameters
        Mode and seed.
    """
    agree, disagree, passed = tables
    seen = agree + disagree + passed
    scores = group_statistics(agree, disagree, seen)
    robust = parameters.mode == "robust"
    tests: Significance | None = None
    if robust:
        tests = split_half_significance(votes, memberships=members, groups=len(groups), live=live, seed=parameters.seed)
    lists = _lists(scores, tables, live, tests)
    one_group = np.zeros(len(votes.participants), dtype=np.int8)
    everybody = _Everybody(*(table[0] for table in tally(votes, one_group, 1)))
    scored = _group_scores(scores, tables, groups, lists, tests)
    columns = _columns(everybody, tables, statement_positions, votes.meta, robust)
    statements = tuple(
        Statement(
            id=label,
            text=votes.texts[column],
            moderated_out=bool(votes.moderated_out[column]),
            meta=bool(votes.meta[column]),
            agree=int(everybody.agree[column]),
            disagree=int(everybody.disagree[column]),
            passed=int(everybody.passed[column]),
            seen=int(everybody.seen[column]),
            representative_of=tuple(entry.label for entry in scored[column] if entry.representative),
            scores=scored[column],
            **{name: values[column] for name, values in columns.items()},
        )
        for column, label in enumerate(votes.statements)
    )
    most = None if robust else constants.LISTED
    shared = consensus(everybody.agree, everybody.disagree, everybody.seen, live=live, most=most)
    return Described(
        statements=statements,
        consensus={side: tuple(votes.statements[column] for column in found) for side, found in shared.items()},
        representative={
            group.label: tuple(votes.statements[column] for column, _ in found)
            for group, found in zip(groups, lists, strict=True)
        },
        evenness=evenness(everybody.seen[live].tolist()),
    )


def _columns(
    everybody: _Everybody,
    tables: Tables,
    statement_positions: npt.NDArray[np.int64],
    meta: BoolArray,
    robust: bool,
) -> dict[str, list[float]]:
    """Return the scores that have one number per statement."""
    agree, disagree, passed = tables
    seen = agree + disagree + passed
    lengths = extremities(statement_positions)
    # Polis sums over its groups; robust mode counts everybody who voted.
    routed = everybody if robust else _Everybody(*(table.sum(axis=0) for table in tables))
    return {
        "group_informed_consensus": group_informed_consensus(agree, seen).tolist(),
        "group_informed_consensus_mean": mean_group_informed_consensus(agree, seen).tolist(),
        "divisiveness": divisiveness(agree, disagree, seen).tolist(),
        "split": split(everybody.agree, everybody.disagree, everybody.seen).tolist(),
        "extremity": lengths.tolist(),
        "priority": priorities(
            agree=routed.agree.tolist(),
            passed=routed.passed.tolist(),
            seen=routed.seen.tolist(),
            extremity=lengths.tolist(),
            meta=meta.tolist(),
            floor=robust,
        ),
    }


def _lists(scores: GroupStatistics, tables: Tables, live: BoolArray, tests: Significance | None) -> Lists:
    if len(tables[0]) < 2:
        # One group stands for nothing that others don't.
        return [[] for _ in tables[0]]
    if tests is None:
        return polis_representative(scores, agree=tables[0], disagree=tables[1], live=live)
    significant = np.where(scores.agrees, tests.agree, tests.disagree)
    return robust_representative(scores, significant=significant, live=live)


def _group_scores(
    scores: GroupStatistics, tables: Tables, groups: tuple[Group, ...], lists: Lists, tests: Significance | None
) -> list[tuple[GroupScores, ...]]:
    """Return one tuple per statement, with an entry per group."""
    agree, disagree, passed = (table.tolist() for table in tables)
    names = ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")
    numbers = {name: getattr(scores, name).tolist() for name in names}
    agrees, metric = scores.agrees.tolist(), scores.metric.tolist()
    p_values = significant = None
    if tests is not None:
        p_values = np.where(scores.agrees, tests.agree_p, tests.disagree_p).tolist()
        significant = np.where(scores.agrees, tests.agree, tests.disagree).tolist()
    listed = [dict(found) for found in lists]
    result = []
    for column in range(tables[0].shape[1]):
        entries = []
        for index, group in enumerate(groups):
            side = listed[index].get(column, "agree" if agrees[index][column] else "disagree")
            entries.append(
                GroupScores(
                    label=group.label,
                    agree=agree[index][column],
                    disagree=disagree[index][column],
                    passed=passed[index][column],
                    seen=agree[index][column] + disagree[index][column] + passed[index][column],
                    side="agree" if side == "agree" else "disagree",
                    metric=metric[index][column],
                    representative=column in listed[index],
                    p_value=None if p_values is None else p_values[index][column],
                    significant=None if significant is None else significant[index][column],
                    **{name: values[index][column] for name, values in numbers.items()},
                )
            )
        result.append(tuple(entries))
    return result
