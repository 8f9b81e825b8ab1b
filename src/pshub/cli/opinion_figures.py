"""The analyst's figures of an opinion map: exact, people as points, and so restricted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pshub.cli.figure_process import FigureProcess
from pshub.cli.opinion_text import named_on_map
from pshub.methods.opinion.opinion_map import OpinionMap
from pshub.practice.conversations import figures

PANEL = 5


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure of the report: its file name, heading, what it shows in words, and the drawing itself as SVG."""

    name: str
    title: str
    description: str
    svg: str


def drawings(drawn: OpinionMap, process: FigureProcess) -> list[Drawing]:
    """Draw the map, what each group says, and what unites and divides."""
    planned = [plan for plan in (_map(drawn), _groups(drawn), _answers(drawn)) if plan is not None]
    pictures = process.draw([spec for *_, spec in planned])
    return [Drawing(name, title, words, svg) for (name, title, words, _), svg in zip(planned, pictures, strict=True)]


def _map(drawn: OpinionMap) -> tuple[str, str, str, dict[str, Any]] | None:
    if drawn.axes.status == "none" or not drawn.votes.size:
        return None
    named = {statement.id for statement in named_on_map(drawn)}
    places = drawn.coordinates
    labels = drawn.labels
    reach = max(float(abs(places).max()), 1e-9)
    lies = drawn.statement_positions
    far = max(int(abs(lies).max()), 1)
    spec = figures.map_spec(
        statements=[
            figures.StatementPoint(statement.id, x / far, y / far, statement.id in named)
            for statement, (x, y) in zip(drawn.statements, lies.tolist(), strict=True)
            if not statement.moderated_out
        ],
        groups=[
            figures.GroupPoint(group.label, group.centre[0] / (reach * 2**30), group.centre[1] / (reach * 2**30))
            for group in drawn.groups
        ]
        if len(drawn.groups) > 1
        else [],
        people=[
            figures.Point(x / reach, y / reach, label) for (x, y), label in zip(places.tolist(), labels, strict=True)
        ],
    )
    words = (
        "Each dot is a person, placed near people who voted alike; colours are opinion groups, grey is nobody's group. "
        "Diamonds are statements, towards the people who agree with them, on a scale of their own."
    )
    return "opinion-map", "The opinion map", words, spec


def _groups(drawn: OpinionMap) -> tuple[str, str, str, dict[str, Any]] | None:
    by_id = {statement.id: statement for statement in drawn.statements}
    rows = [
        figures.GroupShares(
            f"What group {label} stands out for",
            statement,
            by_id[statement].text,
            {entry.label: entry.agree / entry.seen for entry in by_id[statement].scores if entry.seen},
        )
        for label, found in drawn.representative.items()
        for statement in found[:PANEL]
    ]
    if not rows:
        return None
    words = "The share of each group that agrees with the statements that set a group apart."
    return "what-each-group-says", "What each group says", words, figures.groups_spec(rows)


def _answers(drawn: OpinionMap) -> tuple[str, str, str, dict[str, Any]] | None:
    by_id = {statement.id: statement for statement in drawn.statements}
    divisive = [
        statement.id
        for statement in sorted(drawn.statements, key=lambda one: -one.divisiveness)
        if statement.divisiveness > 0 and not statement.moderated_out
    ]
    lists = (
        ("Most agreed with", drawn.consensus["agree"]),
        ("Most disagreed with", drawn.consensus["disagree"]),
        ("What divides the groups", divisive),
    )
    rows = [
        figures.Answers(heading, one.id, one.text, one.agree / one.seen, one.disagree / one.seen, one.passed / one.seen)
        for heading, found in lists
        for one in (by_id[statement] for statement in found[:PANEL])
        if one.seen
    ]
    if not rows:
        return None
    words = "How everybody voted on the statements that most agree or disagree with, and on those that divide groups."
    return "agreement-and-division", "What unites and what divides", words, figures.answers_spec(rows)
