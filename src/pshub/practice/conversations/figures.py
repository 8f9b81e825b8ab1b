"""Vega-Lite specifications of the opinion map, of what groups say, and of agreement and division.

Plain data in, plain data out: the public finding gives densities in bins, the analyst's command may give points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pshub.practice.conversations.figure_style import (
    ANSWER_COLOURS,
    CONFIG,
    DENSITY_COLOURS,
    GROUP_COLOURS,
    INK,
    NOT_PLACED,
    PAPER,
    QUIET,
    RULE,
    SCHEMA,
    statement_label,
)

Spec = dict[str, Any]
MAP_SIZE = 560
ROW_HEIGHT = 40


class StatementPoint(NamedTuple):
    """Where a statement lies, -1 to 1, and whether its number is written beside it."""

    statement: str
    x: float
    y: float
    named: bool


class GroupPoint(NamedTuple):
    """Where a group's centre lies, -1 to 1."""

    label: str
    x: float
    y: float


class Square(NamedTuple):
    """A square of the map and about how many people are in it."""

    x: float
    y: float
    width: float
    people: int


class Point(NamedTuple):
    """A person's place and group, for restricted figures only."""

    x: float
    y: float
    group: str


class GroupShares(NamedTuple):
    """The share of each group that agrees with a statement, listed under a heading."""

    heading: str
    statement: str
    text: str
    shares: Mapping[str, float]


class Answers(NamedTuple):
    """How everybody answered a statement, in shares, listed under a heading."""

    heading: str
    statement: str
    text: str
    agree: float
    disagree: float
    passed: float


def map_spec(
    *,
    statements: Sequence[StatementPoint],
    groups: Sequence[GroupPoint],
    squares: Sequence[Square] = (),
    people: Sequence[Point] = (),
) -> Spec:
    """Draw the map: people as densities or points, statements as diamonds, groups as letters at their centres."""
    layers = [_cross()]
    if squares:
        layers.append(_squares(squares))
    if people:
        layers.append(_people(people))
    layers += _statements(statements)
    if groups:
        layers += _groups(groups)
    return _whole({"width": MAP_SIZE, "height": MAP_SIZE, "layer": layers})


def groups_spec(rows: Sequence[GroupShares]) -> Spec:
    """Draw, under a heading for each group, what share of every group agrees with what it stands out for."""
    values = [
        {"heading": row.heading, "label": statement_label(row.statement, row.text), "group": group, "share": share}
        for row in rows
        for group, share in row.shares.items()
    ]
    y = _label_axis(rows)
    share = {"field": "share", "type": "quantitative"}
    return _listed(
        values,
        rows,
        [
            {
                "mark": {"type": "rule", "stroke": QUIET, "opacity": 0.5, "strokeWidth": 2},
                "encoding": {
                    "y": y,
                    "x": {"aggregate": "min", **share, **_percent_axis("Share of the group who agree")},
                    "x2": {"aggregate": "max", "field": "share"},
                },
            },
            {
                "mark": {"type": "circle", "size": 300, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": share,
                    "color": _group_colour([group for row in rows for group in row.shares]),
                },
            },
            {
                "mark": {"type": "text", "color": PAPER, "fontWeight": "bold", "fontSize": 11, "dy": 0.5},
                "encoding": {"y": y, "x": share, "text": {"field": "group"}},
            },
        ],
    )


def answers_spec(rows: Sequence[Answers]) -> Spec:
    """Draw, under headings, how everybody answered: agree, pass and disagree as parts of one bar."""
    values: list[Spec] = []
    for row in rows:
        start = 0.0
        for answer, share in (("agree", row.agree), ("pass", row.passed), ("disagree", row.disagree)):
            values.append(
                {
                    "heading": row.heading,
                    "label": statement_label(row.statement, row.text),
                    "answer": answer,
                    "from": round(start, 4),
                    "to": round(start + share, 4),
                    "middle": round(start + share / 2, 4),
                    "percent": f"{round(100 * share)}%" if share >= 0.08 and answer != "pass" else "",
                }
            )
            start += share
    y = _label_axis(rows)
    colour = {
        "field": "answer",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(ANSWER_COLOURS), "range": list(ANSWER_COLOURS.values())},
    }
    return _listed(
        values,
        rows,
        [
            {
                "mark": {"type": "bar", "height": 22},
                "encoding": {
                    "y": y,
                    "x": {"field": "from", "type": "quantitative", **_percent_axis("Share of everybody who voted")},
                    "x2": {"field": "to"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "text", "color": PAPER, "fontSize": 12, "fontWeight": "bold", "dy": 0.5},
                "encoding": {"y": y, "x": {"field": "middle", "type": "quantitative"}, "text": {"field": "percent"}},
            },
        ],
    )


def _whole(spec: Spec) -> Spec:
    return {"$schema": SCHEMA, "config": dict(CONFIG), **spec}


def _listed(values: list[Spec], rows: Sequence[GroupShares] | Sequence[Answers], layers: list[Spec]) -> Spec:
    """Return one panel a heading, each with its own statements."""
    headings = list(dict.fromkeys(row.heading for row in rows))
    return _whole(
        {
            "data": {"values": values},
            "facet": {
                "row": {
                    "field": "heading",
                    "type": "nominal",
                    "title": None,
                    "sort": headings,
                    "header": {"orient": "top", "labelAnchor": "start", "labelAngle": 0},
                }
            },
            "spacing": 24,
            "resolve": {"scale": {"y": "independent"}},
            "spec": {"width": 360, "height": {"step": ROW_HEIGHT}, "layer": layers},
        }
    )


def _label_axis(rows: Sequence[GroupShares] | Sequence[Answers]) -> Spec:
    labels = list(dict.fromkeys(statement_label(row.statement, row.text) for row in rows))
    return {
        "field": "label",
        "type": "nominal",
        "title": None,
        "sort": labels,
        "axis": {"labelExpr": "split(datum.value, '\\n')", "labelLimit": 0, "labelLineHeight": 15},
    }


def _percent_axis(title: str) -> Spec:
    return {
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1], "title": title, "grid": True},
    }


def _group_colour(labels: Sequence[str]) -> Spec:
    named = sorted({label for label in labels if label}, key=lambda label: (len(label), label))
    # Groups that were given from elsewhere may be more than there are colours; letters tell them apart then.
    palette = list(GROUP_COLOURS.values())
    domain = [*named]
    colours = [GROUP_COLOURS.get(label, palette[place % len(palette)]) for place, label in enumerate(named)]
    if "" in labels:
        domain.append("")
        colours.append(NOT_PLACED)
    return {
        "field": "group",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": domain, "range": colours},
    }


def _place(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "axis": None, "scale": {"domain": [-1.08, 1.08], "nice": False}}


def _cross() -> Spec:
    ends = [
        {"x": -1.05, "y": 0, "x2": 1.05, "y2": 0},
        {"x": 0, "y": -1.05, "x2": 0, "y2": 1.05},
    ]
    return {
        "data": {"values": ends},
        "mark": {"type": "rule", "stroke": RULE, "strokeWidth": 1.5},
        "encoding": {"x": _place("x"), "y": _place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _squares(squares: Sequence[Square]) -> Spec:
    values = [
        {"x": square.x, "y": square.y, "x2": square.x + square.width, "y2": square.y + square.width,
         "people": square.people}
        for square in squares
    ]  # fmt: skip
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 1, "cornerRadius": 3},
        "encoding": {
            "x": _place("x"),
            "y": _place("y"),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": {
                "field": "people",
                "type": "quantitative",
                "title": "People in a square, about",
                "scale": {"range": list(DENSITY_COLOURS), "zero": True},
                "legend": {"gradientLength": 180, "tickCount": 4, "format": "d"},
            },
        },
    }


def _people(people: Sequence[Point]) -> Spec:
    return {
        "data": {"values": [{"x": round(p.x, 3), "y": round(p.y, 3), "group": p.group} for p in people]},
        "mark": {"type": "circle", "size": 22, "opacity": 0.45},
        "encoding": {"x": _place("x"), "y": _place("y"), "color": _group_colour([p.group for p in people])},
    }


def _statements(statements: Sequence[StatementPoint]) -> list[Spec]:
    values = [{"x": point.x, "y": point.y, "statement": point.statement} for point in statements if not point.named]
    named = [{"x": point.x, "y": point.y, "statement": point.statement} for point in statements if point.named]
    at = {"x": _place("x"), "y": _place("y")}
    return [
        {
            "data": {"values": values},
            "mark": {"type": "point", "shape": "diamond", "size": 22, "stroke": INK, "fill": PAPER, "opacity": 0.55},
            "encoding": at,
        },
        {
            "data": {"values": named},
            "mark": {"type": "point", "shape": "diamond", "size": 46, "stroke": INK, "fill": INK, "opacity": 1},
            "encoding": at,
        },
        {
            "data": {"values": named},
            "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12, "color": INK, "fontWeight": "bold",
                     "stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round"},
            "encoding": {**at, "text": {"field": "statement"}},
        },
        {
            "data": {"values": named},
            "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12, "color": INK, "fontWeight": "bold"},
            "encoding": {**at, "text": {"field": "statement"}},
        },
    ]  # fmt: skip


def _groups(groups: Sequence[GroupPoint]) -> list[Spec]:
    values = [{"x": group.x, "y": group.y, "group": group.label} for group in groups]
    at = {"x": _place("x"), "y": _place("y")}
    colour = _group_colour([group.label for group in groups])
    return [
        {
            "data": {"values": values},
            "mark": {"type": "circle", "size": 1100, "opacity": 1, "stroke": PAPER, "strokeWidth": 3},
            "encoding": {**at, "color": colour},
        },
        {
            "data": {"values": values},
            "mark": {"type": "text", "fontSize": 19, "fontWeight": "bold", "color": PAPER, "dy": 1},
            "encoding": {**at, "text": {"field": "group"}},
        },
    ]
