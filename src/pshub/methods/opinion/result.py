"""The result of an opinion map as JSON: everything but what is about single people.

The value is what the digest covers: equal votes give an equal result on any machine and in any order. Counts and
positions are exact integers; other numbers are rounded to 9 significant digits (those that come from an iterative
eigenvalue solver to 6). It holds exact counts, so it is *restricted*: what is public is made from it elsewhere, by
rounding and suppression.

Shape, with C statements and k groups::

    {"mode", "participants", "grouped", "votes", "notices": [code],
     "statements": [{"id", "moderated_out", "meta"}],                                              C
     "axes": {"status", "v1": [int], "v2": [int], "eigenvalues": [3], "explained": [2], "gap",
              "statement_positions": [[int, int]]},                                                C, units of 2**-30
     "structure": {"share", "null_high", "shuffles", "people", "holds"},
     "groups": [{"label", "size", "centre": [int, int]}],                                          k, largest first
     "counts": {"all": {"agree": [int], "disagree": [int], "pass": [int]},                         C each
                "groups": {label: {"agree", "disagree", "pass"}}},
     "statistics": [{"id", "group_informed_consensus", "group_informed_consensus_mean", "divisiveness", "split",
                     "extremity", "priority", "representative_of": [label],
                     "groups": {label: {"pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt", "side", "metric",
                                        "representative", "p_value", "significant"}}}],            C
     "consensus": {"agree": [id], "disagree": [id]},
     "representative": {label: [id]},
     "evenness": float,
     "density": {"step": int, "bins": [[ix, iy, people]]}}

A bin holds the grouped people with ``ix * step <= x < (ix + 1) * step`` and likewise for y; `step` is a power of two,
so that four bins make one of twice the step.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pshub.methods.canonical import Json
from pshub.methods.opinion import constants
from pshub.methods.opinion.opinion_map import GroupScores, OpinionMap, Statement


def rounded(value: float, digits: int | None = None) -> float:
    """Return a number to some significant digits, 9 by default.

    Examples
    --------
    >>> rounded(2 / 3)
    0.666666667
    """
    return float(f"{value:.{(digits or constants.SIGNIFICANT_DIGITS) - 1}e}")


def build_result(drawn: OpinionMap) -> dict[str, Json]:
    """Return the JSON form of a map, as described at the head of this module."""
    structure = drawn.structure
    return {
        "mode": drawn.parameters.mode,
        "participants": drawn.counts.participants,
        "grouped": int((drawn.group_of >= 0).sum()),
        "votes": drawn.votes.size,
        "notices": list(drawn.notices),
        "statements": [
            {"id": statement.id, "moderated_out": statement.moderated_out, "meta": statement.meta}
            for statement in drawn.statements
        ],
        "axes": _axes(drawn),
        "structure": {
            "share": rounded(structure.share, constants.SOLVER_DIGITS),
            "null_high": rounded(structure.null_high, constants.SOLVER_DIGITS),
            "shuffles": structure.shuffles,
            "people": structure.people,
            "holds": structure.holds,
        },
        "groups": [{"label": group.label, "size": group.size, "centre": list(group.centre)} for group in drawn.groups],
        "counts": _counts(drawn),
        "statistics": [_statistics(statement) for statement in drawn.statements],
        "consensus": {side: list(labels) for side, labels in drawn.consensus.items()},
        "representative": {label: list(statements) for label, statements in drawn.representative.items()},
        "evenness": rounded(drawn.evenness),
        "density": density(drawn),
    }


def _axes(drawn: OpinionMap) -> dict[str, Json]:
    axes = drawn.axes
    return {
        "status": axes.status,
        "v1": axes.v1.tolist(),
        "v2": axes.v2.tolist(),
        "eigenvalues": [rounded(value, constants.SOLVER_DIGITS) for value in axes.eigenvalues],
        "explained": [rounded(value, constants.SOLVER_DIGITS) for value in axes.explained],
        # A gap may be tiny beside the eigenvalues it is the difference of, so it is rounded as they are.
        "gap": round(axes.gap, constants.SOLVER_DIGITS),
        "statement_positions": drawn.statement_positions.tolist(),
    }


def _counts(drawn: OpinionMap) -> dict[str, Json]:
    everybody = {
        "agree": [statement.agree for statement in drawn.statements],
        "disagree": [statement.disagree for statement in drawn.statements],
        "pass": [statement.passed for statement in drawn.statements],
    }
    groups: dict[str, Any] = {
        group.label: {
            "agree": drawn.agree[index].tolist(),
            "disagree": drawn.disagree[index].tolist(),
            "pass": drawn.passed[index].tolist(),
        }
        for index, group in enumerate(drawn.groups)
    }
    return {"all": everybody, "groups": groups}


def _statistics(statement: Statement) -> dict[str, Json]:
    return {
        "id": statement.id,
        "group_informed_consensus": rounded(statement.group_informed_consensus),
        "group_informed_consensus_mean": rounded(statement.group_informed_consensus_mean),
        "divisiveness": rounded(statement.divisiveness),
        "split": rounded(statement.split),
        "extremity": rounded(statement.extremity),
        "priority": rounded(statement.priority),
        "representative_of": list(statement.representative_of),
        "groups": {scores.label: _scores(scores) for scores in statement.scores},
    }


def _scores(scores: GroupScores) -> dict[str, Json]:
    numbers = {name: rounded(getattr(scores, name)) for name in ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")}
    return {
        **numbers,
        "side": scores.side,
        "metric": rounded(scores.metric),
        "representative": scores.representative,
        "p_value": None if scores.p_value is None else rounded(scores.p_value, constants.SOLVER_DIGITS),
        "significant": scores.significant,
    }


def density(drawn: OpinionMap) -> dict[str, Json]:
    """Return how many grouped people lie in each cell of a grid; restricted until small cells are suppressed."""
    places = drawn.positions[drawn.group_of >= 0]
    widest = int(np.abs(places).max()) if places.size else 0
    # The smallest power of two with which all cells from -widest to widest number at most DENSITY_CELLS.
    step = 1 << max((2 * widest // constants.DENSITY_CELLS).bit_length(), 0)
    cells, people = np.unique(places // step, axis=0, return_counts=True)
    bins = [[x, y, count] for (x, y), count in zip(cells.tolist(), people.tolist(), strict=True)]
    return {"step": step, "bins": bins}
