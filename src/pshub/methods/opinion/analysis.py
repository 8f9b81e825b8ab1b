"""From votes to the opinion map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pshub.methods.method import result_digest
from pshub.methods.opinion import constants
from pshub.methods.opinion.axes import Axes, axes_agree, find_axes
from pshub.methods.opinion.counts import PairCounts, pair_counts
from pshub.methods.opinion.covariance import covariance
from pshub.methods.opinion.errors import OpinionError
from pshub.methods.opinion.grouping import Memberships, find_groups, in_conversation, name_groups
from pshub.methods.opinion.identity import method
from pshub.methods.opinion.opinion_map import Group, GroupScores, OpinionMap, Statement, Structure
from pshub.methods.opinion.parameters import Parameters
from pshub.methods.opinion.positions import place_statements, project_polis, project_robust
from pshub.methods.opinion.statements import describe_statements
from pshub.methods.opinion.structure import find_structure
from pshub.methods.opinion.tallies import tally
from pshub.methods.opinion.votes import Votes

Progress = Callable[[str, float], None]

__all__ = [
    "Axes",
    "Group",
    "GroupScores",
    "OpinionMap",
    "Parameters",
    "Progress",
    "Statement",
    "Structure",
    "analyse",
    "method",
    "result_digest",
]

_DEFAULT = Parameters()
# Group numbers are kept as int8.
MOST_GROUPS = 126


def analyse(
    votes: Votes,
    *,
    parameters: Parameters = _DEFAULT,
    memberships: npt.ArrayLike | None = None,
    axes: Axes | None = None,
    progress: Progress | None = None,
) -> OpinionMap:
    """Draw the opinion map of a conversation.

    Parameters
    ----------
    votes
        n participants, C statements.
    parameters
        Mode, seed and so on.
    memberships
        One group number per participant, -1 for none, in the order of ``votes.participants``: groups found elsewhere,
        such as Polis's. Without them robust mode looks for groups, and polis mode shows everybody as one group.
    axes
        Axes that were stored with an earlier result. They are used again if :func:`axes_agree` allows it, so that a
        result can be verified where another processor would round an axis the other way.
    progress
        Called with the name of a stage and the share done, 0 to 1.

    Returns
    -------
    OpinionMap
        Votes that hold too little for a map give one with a status and notices, never an error.

    Raises
    ------
    OpinionError
        Memberships that don't fit the participants.

    Examples
    --------
    >>> votes = Votes.from_labels(
    ...     participants=["ann", "bob"],
    ...     statements=["1", "2"],
    ...     votes=[("ann", "1", 1), ("bob", "1", -1), ("bob", "2", 1)],
    ... )
    >>> drawn = analyse(votes)
    >>> drawn.axes.status, [group.size for group in drawn.groups], drawn.notices
    ('one', [2], ('one-axis', 'few-people', 'no-structure'))
    """
    report = progress or _silent
    ordered = votes.ordered()
    given = None if memberships is None else _checked(memberships, len(ordered.participants))
    live = ~(ordered.moderated_out | ordered.meta)
    report("counts", 0.0)
    counts = pair_counts(ordered)
    report("axes", 0.1)
    found = _axes(counts, live, axes)
    report("positions", 0.2)
    positions = _positions(ordered, counts, found, live, parameters)
    statement_positions = place_statements(mean=counts.mean, vectors=found.vectors)
    people = in_conversation(ordered)
    structure, members = _grouped(ordered, positions, people, live, found, parameters, given, report)
    report("statements", 0.8)
    size = int(members.max(initial=-1)) + 1
    members, groups = name_groups(members, positions=positions, counts=tally(ordered, members, size))
    tables = tally(ordered, members, len(groups))
    described = describe_statements(
        ordered,
        members=members,
        groups=groups,
        tables=tables,
        live=live,
        statement_positions=statement_positions,
        parameters=parameters,
    )
    report("done", 1.0)
    return OpinionMap(
        parameters=parameters,
        votes=ordered,
        counts=counts,
        axes=found,
        positions=positions,
        statement_positions=statement_positions,
        in_conversation=people,
        group_of=members,
        structure=structure,
        groups=groups,
        agree=tables[0],
        disagree=tables[1],
        passed=tables[2],
        statements=described.statements,
        consensus=described.consensus,
        representative=described.representative,
        evenness=described.evenness,
        notices=_notices(counts, live, found, structure, parameters, people, given is not None),
    )


def _silent(stage: str, done: float) -> None:
    """Report nothing."""


def _checked(memberships: npt.ArrayLike, size: int) -> Memberships:
    given = np.asarray(memberships)
    if given.shape != (size,):
        raise OpinionError("membership-shape", found=given.size, expected=size)
    if size and (given.min() < -1 or given.max() > MOST_GROUPS):
        wrong = given[(given < -1) | (given > MOST_GROUPS)]
        raise OpinionError("membership-range", found=int(wrong[0]), expected=MOST_GROUPS)
    return given.astype(np.int8)


def _axes(counts: PairCounts, live: npt.NDArray[np.bool_], stored: Axes | None) -> Axes:
    matrix = covariance(counts, live=live)
    found = find_axes(matrix, live=live)
    if stored is not None and axes_agree(stored, found, matrix=matrix, live=live):
        return stored
    return found


def _positions(
    votes: Votes, counts: PairCounts, axes: Axes, live: npt.NDArray[np.bool_], parameters: Parameters
) -> npt.NDArray[np.int64]:
    if parameters.mode == "polis":
        return project_polis(votes, mean=counts.mean, vectors=axes.vectors, live=live)
    placed, _ = project_robust(
        votes,
        mean=counts.mean,
        vectors=axes.vectors,
        live=live,
        eigenvalues=axes.eigenvalues[:2],
        variance=axes.variance,
    )
    return placed


def _grouped(
    votes: Votes,
    positions: npt.NDArray[np.int64],
    people: npt.NDArray[np.bool_],
    live: npt.NDArray[np.bool_],
    axes: Axes,
    parameters: Parameters,
    given: Memberships | None,
    report: Progress,
) -> tuple[Structure, Memberships]:
    one = np.where(people, 0, -1).astype(np.int8)
    if parameters.mode == "polis":
        untested = Structure(
            share=axes.explained[0], null_high=0.0, shuffles=0, people=int(people.sum()), holds=given is not None
        )
        return untested, one if given is None else given
    report("structure", 0.3)
    structure = find_structure(
        votes,
        people=people,
        live=live,
        seed=parameters.seed,
        shuffles=parameters.shuffles,
        progress=lambda done: report("structure", 0.3 + 0.4 * done),
    )
    if given is not None:
        return structure, given
    if not structure.holds or parameters.max_groups < 2 or not axes.v1.any():
        return structure, one
    report("groups", 0.7)
    return structure, find_groups(positions, people=people, max_groups=parameters.max_groups, seed=parameters.seed)


def _notices(
    counts: PairCounts,
    live: npt.NDArray[np.bool_],
    axes: Axes,
    structure: Structure,
    parameters: Parameters,
    people: npt.NDArray[np.bool_],
    given: bool,
) -> tuple[str, ...]:
    if counts.participants == 0:
        return ("no-votes",)
    voted = int((counts.seen[live] > 0).sum())
    checks = {
        "one-voter": counts.participants == 1,
        "one-statement": voted <= 1,
        "no-axis": axes.status == "none",
        "one-axis": axes.status == "one" and voted > 1,
        "no-unique-axis": axes.status == "not_unique",
        "few-people": int(people.sum()) < constants.IN_CONVERSATION_PEOPLE,
        "no-structure": parameters.mode == "robust" and axes.status != "none" and not structure.holds,
        "memberships-needed": parameters.mode == "polis" and not given,
    }
    return tuple(code for code, holds in checks.items() if holds)
