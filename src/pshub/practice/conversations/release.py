"""What of an opinion map may be public, and what follows from that alone.

`released_map` takes the exact result and keeps rounded counts of statements and groups that enough people stand
behind, coarse places of statements and groups, and how many people are in squares of the map. Everything else that is
public (shares, scores, lists of what unites and divides) is *derived*: computed from the rounded counts, so that
anybody can compute it again from the public tables.

Shape::

    {"mode", "axes", "holds", "structure": {...}, "notices": [code],
     "people": int, "votes": int, "grouped": int | None, "evenness": float,
     "statements": [{"id", "text", "meta", "x", "y"}],
     "groups": [{"label", "people", "x", "y"}],
     "counts": {id: {"all": [agree, disagree, pass], "groups": {label: [agree, disagree, pass]}}},
     "representative": {label: [{"id", "side"}]},
     "density": {"width": float, "squares": [[x, y, people]]},
     "derived": {"statements": {id: {...}}, "shared": {"agree": [id], "disagree": [id]}, "divisive": [id]}}

Where fewer than 10 people voted all of this is empty, the same whatever they said: even whether there is a map, or how
wide a square is, follows from their votes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pshub.methods.disclosure import MINIMUM, release_breakdown, release_density, round_count, share

ANSWERS = ("agree", "disagree", "pass")
#: People who are in no group, as a part of everybody.
_NO_GROUP = ""
#: Places are hundredths of the map's half width: fine enough to draw, too coarse to compute votes from.
_PLACE_DIGITS = 2
#: A statement divides if its groups' mean opinions are at least this far apart (0 to 1).
DIVISIVE_FROM = 0.3
LISTED = 8


def released_map(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be public of an exact result (see the head of this module)."""
    if result["participants"] < MINIMUM:
        return _nothing(result["mode"])
    kept = _kept_counts(result)
    sizes = _group_sizes(result)
    shown_groups = [group for group in result["groups"] if group["label"] in sizes]
    reach, squares, width = _squares(result)
    places = dict(
        zip([entry["id"] for entry in result["statements"]], result["axes"]["statement_positions"], strict=True)
    )
    # Statements lie further out than people, who voted on many: each has a scale of its own.
    scale = max([reach, 1, *(abs(value) for group in shown_groups for value in group["centre"])])
    statement_scale = max([1, *(abs(value) for statement in kept for value in places[statement])])
    released: dict[str, Any] = {
        "mode": result["mode"],
        "axes": result["axes"]["status"],
        "holds": result["structure"]["holds"],
        "structure": {
            "share": round(result["structure"]["share"], 3),
            "null_high": round(result["structure"]["null_high"], 3),
            "shuffles": result["structure"]["shuffles"],
        },
        "notices": list(result["notices"]),
        "people": _people(result),
        "votes": round_count(result["votes"]),
        "grouped": round_count(sum(group["size"] for group in shown_groups)) or None,
        "evenness": round(result["evenness"], 2),
        "statements": [
            {
                "id": entry["id"],
                "text": result["texts"].get(entry["id"], ""),
                "meta": entry["meta"],
                "x": round(places[entry["id"]][0] / statement_scale, _PLACE_DIGITS),
                "y": round(places[entry["id"]][1] / statement_scale, _PLACE_DIGITS),
            }
            for entry in result["statements"]
            if entry["id"] in kept
        ],
        "groups": [
            {
                "label": group["label"],
                "people": sizes[group["label"]],
                "x": round(group["centre"][0] / scale, _PLACE_DIGITS),
                "y": round(group["centre"][1] / scale, _PLACE_DIGITS),
            }
            for group in shown_groups
        ],
        "counts": kept,
        "representative": _representative(result, kept, sizes),
        "density": {
            "width": round(width / scale, 4),
            "squares": [[round(x / scale, 4), round(y / scale, 4), people] for x, y, people in squares],
        },
    }
    return derived_map(released)


def _nothing(mode: str) -> dict[str, Any]:
    """Return what is released of a conversation in which too few people voted."""
    empty: dict[str, Any] = {
        "mode": mode,
        "axes": "none",
        "holds": False,
        "structure": {},
        "notices": [],
        "people": 0,
        "votes": 0,
        "grouped": None,
        "evenness": 0.0,
        "statements": [],
        "groups": [],
        "counts": {},
        "representative": {},
        "density": {"width": 0.0, "squares": []},
    }
    return derived_map(empty)


def derived_map(released: Mapping[str, Any]) -> dict[str, Any]:
    """Return the released map with everything derived computed again from its counts."""
    import numpy as np

    from pshub.methods.opinion.statistics import consensus

    labels = [group["label"] for group in released["groups"]]
    meta = {entry["id"]: entry["meta"] for entry in released["statements"]}
    statements = {statement: _derived_statement(counts, labels) for statement, counts in released["counts"].items()}
    ids = [entry["id"] for entry in released["statements"]]
    shared: dict[str, list[str]] = {"agree": [], "disagree": []}
    if ids:
        table = np.array([released["counts"][statement]["all"] for statement in ids], dtype=np.int64).T
        live = np.array([not meta[statement] for statement in ids])
        found = consensus(table[0], table[1], table.sum(axis=0), live=live, most=None)
        shared = {
            side: [ids[column] for column in columns if _unites(statements[ids[column]], side, groups=len(labels))]
            for side, columns in found.items()
        }
    scored = [
        (statement, statements[statement]["divisiveness"])
        for statement in ids
        if not meta[statement] and (statements[statement]["divisiveness"] or 0) >= DIVISIVE_FROM
    ]
    divisive = [statement for statement, _ in sorted(scored, key=lambda pair: -pair[1])]
    return {**released, "derived": {"statements": statements, "shared": shared, "divisive": divisive}}


def statement_voters(released: Mapping[str, Any], statement: str) -> int | None:
    """Return about how many people voted on a statement, or None where that is not shown."""
    counts = released.get("counts", {}).get(statement)
    return None if counts is None else sum(counts["all"])


def _unites(derived: Mapping[str, Any], side: str, *, groups: int) -> bool:
    """Say whether most people of every group took that side; where a group is not shown, nothing is claimed of it."""
    shares = [answers[side] for answers in derived["groups"].values()]
    return len(shares) == groups and derived[side] > 0.5 and all(part > 0.5 for part in shares)


def _derived_statement(counts: Mapping[str, Any], labels: Sequence[str]) -> dict[str, Any]:
    import numpy as np

    from pshub.methods.opinion.statistics import divisiveness, group_informed_consensus

    groups = {label: counts["groups"][label] for label in labels if label in counts["groups"]}
    informed = apart = None
    if len(groups) >= 2:
        table = np.array(list(groups.values()), dtype=np.int64)
        agree, disagree, seen = table[:, :1], table[:, 1:2], table.sum(axis=1, keepdims=True)
        apart = round(float(divisiveness(agree, disagree, seen)[0]), 3)
        if len(groups) == len(labels):
            informed = round(float(group_informed_consensus(agree, seen)[0]), 3)
    return {
        "voters": sum(counts["all"]),
        **_shares(counts["all"]),
        "groups": {label: {"voters": sum(answers), **_shares(answers)} for label, answers in groups.items()},
        "group_informed_consensus": informed,
        "divisiveness": apart,
    }


def _shares(answers: Sequence[int]) -> dict[str, float | None]:
    return {name: share(count, sum(answers)) for name, count in zip(ANSWERS, answers, strict=True)}


def _kept_counts(result: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return rounded counts of the statements that are shown; what moderators left out is not."""
    everybody, groups = result["counts"]["all"], result["counts"]["groups"]
    kept: dict[str, dict[str, Any]] = {}
    for column, entry in enumerate(result["statements"]):
        if entry["moderated_out"]:
            continue
        total = [everybody[answer][column] for answer in ANSWERS]
        parts = {label: [table[answer][column] for answer in ANSWERS] for label, table in groups.items()}
        ungrouped = [whole - sum(part) for whole, *part in zip(total, *parts.values(), strict=True)]
        if 0 < sum(ungrouped) < MINIMUM <= sum(total) - sum(ungrouped):
            # Too few to be told apart from the groups: leaving them out of the total too tells nothing of them, and
            # keeps every group that is large enough.
            total = [whole - left for whole, left in zip(total, ungrouped, strict=True)]
        else:
            parts[_NO_GROUP] = ungrouped
        breakdown = release_breakdown(entry["id"], total, parts)
        if breakdown.total is None:
            continue
        kept[entry["id"]] = {
            "all": list(breakdown.total),
            "groups": {label: list(counts) for label, counts in breakdown.parts.items() if label != _NO_GROUP},
        }
    return kept


def _group_sizes(result: Mapping[str, Any]) -> dict[str, int]:
    """Return the rounded sizes of the groups that are large enough."""
    exact = {group["label"]: [group["size"]] for group in result["groups"]}
    placed = sum(size for (size,) in exact.values())
    ungrouped = result["participants"] - placed
    if 0 < ungrouped < MINIMUM <= placed:
        # As with a statement's counts: the few in no group are left out of the total, so no group has to be hidden.
        total = placed
    else:
        total = result["participants"]
        exact[_NO_GROUP] = [ungrouped]
    parts = release_breakdown("groups", [total], exact).parts
    return {label: counts[0] for label, counts in parts.items() if label != _NO_GROUP}


def _people(result: Mapping[str, Any]) -> int:
    """Return about how many people voted; those in no group are left out where there are too few to be told apart."""
    placed = sum(group["size"] for group in result["groups"])
    few = 0 < result["participants"] - placed < MINIMUM <= placed
    return round_count(placed if few else result["participants"])


def _squares(result: Mapping[str, Any]) -> tuple[int, list[tuple[int, int, int]], int]:
    """Return how far out the squares reach, the squares by their lower corner, and how wide one is; exact units."""
    density = result["density"]
    shown = release_density([(x, y, people) for x, y, people in density["bins"]])
    width = density["step"] * shown.cells
    squares = [(x * width, y * width, people) for x, y, people in shown.bins]
    reach = max((abs(edge) for x, y, _ in squares for edge in (x, y, x + width, y + width)), default=0)
    return reach, squares, width


def _representative(
    result: Mapping[str, Any], kept: Mapping[str, Mapping[str, Any]], sizes: Mapping[str, int]
) -> dict[str, list[dict[str, str]]]:
    sides = {entry["id"]: entry["groups"] for entry in result["statistics"]}
    return {
        label: [
            {"id": statement, "side": sides[statement][label]["side"]}
            for statement in statements
            if statement in kept and label in kept[statement]["groups"]
        ]
        for label, statements in result["representative"].items()
        if label in sizes
    }
