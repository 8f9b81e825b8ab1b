"""The public tables of an opinion map, from what was released of it. Plain Python: a web process makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pshub.evidence.kinds import Cell, Column, Table
from pshub.methods.disclosure import share

ROUNDED = "Counts are of people, rounded to the nearest 5; shares are computed from the rounded counts."
UNGROUPED = "Where fewer than 10 people who are in no group voted on a statement, they are left out of its counts."
WITHHELD = "Statements with fewer than 10 voters, and groups with fewer than 10 voters on a statement, are not shown."


def all_tables(released: Mapping[str, Any]) -> list[Table]:
    """Return every public table of a released map; none where too few people voted."""
    if not released["people"]:
        return []
    tables = [overview(released), statements(released)]
    if released["groups"]:
        tables += [groups(released), answers_by_group(released)]
    tables.append(places(released))
    return [table for table in tables if table.rows]


def overview(released: Mapping[str, Any]) -> Table:
    """Return the numbers that describe the conversation as a whole."""
    rows: list[tuple[Cell, ...]] = [
        ("people", "People who voted", released["people"]),
        ("votes", "Votes cast", released["votes"]),
        ("statements", "Statements shown", len(released["statements"])),
        ("groups", "Opinion groups shown", len(released["groups"])),
        ("grouped", "People placed in a group that is shown", released["grouped"]),
        (
            "shared",
            "Statements that most people of every group agree with",
            len(released["derived"]["shared"]["agree"]),
        ),
        ("divisive", "Statements that divide the groups", len(released["derived"]["divisive"])),
    ]
    columns = (Column("measure", "Measure"), Column("what", "What it counts"), Column("value", "Number", "integer"))
    return Table("overview", "The conversation in numbers", columns, tuple(rows), (ROUNDED,))


def statements(released: Mapping[str, Any]) -> Table:
    """Return one row for each statement: how everybody voted, and how it stands between the groups."""
    derived = released["derived"]
    unites = {statement: side for side, found in derived["shared"].items() for statement in found}
    stands_for: dict[str, list[str]] = {}
    for label, found in released["representative"].items():
        for entry in found:
            stands_for.setdefault(entry["id"], []).append(label)
    rows: list[tuple[Cell, ...]] = []
    for entry in released["statements"]:
        of = derived["statements"][entry["id"]]
        agree, disagree, passed = released["counts"][entry["id"]]["all"]
        rows.append(
            (
                entry["id"],
                entry["text"],
                of["voters"],
                agree,
                disagree,
                passed,
                of["agree"],
                of["disagree"],
                of["pass"],
                of["group_informed_consensus"],
                of["divisiveness"],
                {"agree": "all groups agree", "disagree": "all groups disagree"}.get(unites.get(entry["id"], ""), ""),
                ", ".join(sorted(stands_for.get(entry["id"], []))),
            )
        )
    columns = (
        Column("statement", "Number"),
        Column("text", "Statement"),
        Column("voters", "Voters", "integer"),
        Column("agree", "Agree", "integer"),
        Column("disagree", "Disagree", "integer"),
        Column("passed", "Pass", "integer"),
        Column("agree_share", "Share who agree", "number", "share"),
        Column("disagree_share", "Share who disagree", "number", "share"),
        Column("pass_share", "Share who pass", "number", "share"),
        Column("group_informed_consensus", "Group-informed consensus", "number"),
        Column("divisiveness", "Divisiveness", "number"),
        Column("unites", "Unites"),
        Column("representative_of", "Stands for group"),
    )
    return Table(
        "statements", "How everybody voted on each statement", columns, tuple(rows), (ROUNDED, WITHHELD, UNGROUPED)
    )


def groups(released: Mapping[str, Any]) -> Table:
    """Return one row for each opinion group that is shown."""
    everybody = sum(group["people"] for group in released["groups"])
    rows: list[tuple[Cell, ...]] = [
        (
            group["label"],
            group["people"],
            share(group["people"], everybody),
            ", ".join(entry["id"] for entry in released["representative"].get(group["label"], [])),
        )
        for group in released["groups"]
    ]
    columns = (
        Column("group", "Group"),
        Column("people", "People, about", "integer"),
        Column("share", "Share of the people placed", "number", "share"),
        Column("representative", "Statements that stand for it"),
    )
    return Table("groups", "The opinion groups", columns, tuple(rows), (ROUNDED,))


def answers_by_group(released: Mapping[str, Any]) -> Table:
    """Return one row for each group and statement; the key is group, hyphen, statement."""
    rows: list[tuple[Cell, ...]] = []
    stands = {
        (label, entry["id"]): f"stands out by {entry['side']}ing"
        for label, found in released["representative"].items()
        for entry in found
    }
    for group in released["groups"]:
        label = group["label"]
        for entry in released["statements"]:
            counts = released["counts"][entry["id"]]["groups"].get(label)
            if counts is None:
                continue
            of = released["derived"]["statements"][entry["id"]]["groups"][label]
            shares = (of["agree"], of["disagree"], of["pass"])
            key = f"{label}-{entry['id']}"
            stand = stands.get((label, entry["id"]), "")
            rows.append((key, label, entry["id"], entry["text"], of["voters"], *counts, *shares, stand))
    columns = (
        Column("key", "Key"),
        Column("group", "Group"),
        Column("statement", "Number"),
        Column("text", "Statement"),
        Column("voters", "Voters", "integer"),
        Column("agree", "Agree", "integer"),
        Column("disagree", "Disagree", "integer"),
        Column("passed", "Pass", "integer"),
        Column("agree_share", "Share who agree", "number", "share"),
        Column("disagree_share", "Share who disagree", "number", "share"),
        Column("pass_share", "Share who pass", "number", "share"),
        Column("representative", "Stands for the group"),
    )
    return Table(
        "answers-by-group", "How each group voted on each statement", columns, tuple(rows), (ROUNDED, WITHHELD)
    )


def places(released: Mapping[str, Any]) -> Table:
    """Return what the map draws: statements, groups, and squares with at least 10 people."""
    rows: list[tuple[Cell, ...]] = []
    for group in released["groups"]:
        rows.append((f"group {group['label']}", "centre of a group", group["x"], group["y"], group["people"]))
    for entry in released["statements"]:
        rows.append((f"statement {entry['id']}", "statement", entry["x"], entry["y"], None))
    for number, (x, y, people) in enumerate(released["density"]["squares"], start=1):
        rows.append((f"square {number}", "lower left corner of a square", x, y, people))
    columns = (
        Column("place", "Place"),
        Column("what", "What it is"),
        Column("x", "Across", "number"),
        Column("y", "Up", "number"),
        Column("people", "People, about", "integer"),
    )
    width = released["density"]["width"]
    notes = (
        "Places run from -1 to 1 in both directions. People are shown only as counts in squares that hold at least 10.",
        f"A square is {width} wide.",
    )
    return Table("places", "What lies where on the map", columns, tuple(rows), notes if rows else ())
