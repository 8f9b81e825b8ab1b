"""A small kind of finding for tests: how many people voted for each option."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pshub.evidence.kinds import Column, Figure, FindingKind, Progress, SnapshotFiles, Table
from pshub.methods.method import Method

#: Constants of the method; tests change them to see that it is noticed.
CONSTANTS: dict[str, Any] = {"minimum": 10, "round_to": 5}


def ballot_files(votes: Mapping[str, int], *, first: int = 1) -> dict[str, bytes]:
    """Return the input for so many votes per option, each of another person."""
    people = (f"p{number}" for number in range(first, first + sum(votes.values())))
    rows = [f"{next(people)},{option}" for option, count in votes.items() for _ in range(count)]
    return {"votes.csv": ("person,option\n" + "".join(f"{row}\n" for row in rows)).encode()}


def _shares(counts: Iterable[int | None]) -> list[float | None]:
    known = list(counts)
    total = sum(count for count in known if count is not None)
    return [None if count is None or not total else round(count / total, 6) for count in known]


class BallotKind(FindingKind):
    """Counts of votes by option, rounded to 5, options under 10 withheld."""

    name = "ballot"
    title = "Votes by option"
    restricted = True
    explanation_template = "ballots/explanation.html"

    @property
    def method(self) -> Method:
        return Method(name="ballot-count", version="1.0", constants=dict(CONSTANTS))

    def compute(
        self, files: SnapshotFiles, parameters: Mapping[str, Any], *, progress: Progress | None = None
    ) -> dict[str, Any]:
        rows = csv.DictReader(io.StringIO(files["votes.csv"].decode()))
        counts = Counter(row["option"] for row in rows)
        if progress:
            progress(1.0, "counted")
        weight = int(parameters.get("weight", 1))
        return {"options": [{"option": name, "votes": counts[name] * weight} for name in sorted(counts)]}

    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        step, minimum = CONSTANTS["round_to"], CONSTANTS["minimum"]
        counts = [
            None if option["votes"] < minimum else step * round(option["votes"] / step) for option in result["options"]
        ]
        return self.derive(
            {"options": [{"option": o["option"], "votes": n} for o, n in zip(result["options"], counts, strict=True)]}
        )

    def derive(self, released: Mapping[str, Any]) -> dict[str, Any]:
        options = released["options"]
        shares = _shares(option["votes"] for option in options)
        return {
            "options": [
                {"option": option["option"], "votes": option["votes"], "share": share}
                for option, share in zip(options, shares, strict=True)
            ]
        }

    def tables(self, released: Mapping[str, Any]) -> list[Table]:
        return [
            Table(
                name="options",
                title="Votes by option",
                columns=(
                    Column("option", "Option"),
                    Column("votes", "Votes", "integer"),
                    Column("share", "Share", "number", "share"),
                ),
                rows=tuple((o["option"], o["votes"], o["share"]) for o in released["options"]),
                notes=("Counts are rounded to 5; options with fewer than 10 votes are not shown.",),
            )
        ]

    def figures(self, released: Mapping[str, Any]) -> list[Figure]:
        values = [{"option": o["option"], "votes": o["votes"]} for o in released["options"] if o["votes"]]
        encoding = {
            "x": {"field": "votes", "type": "quantitative"},
            "y": {"field": "option", "type": "nominal"},
        }
        return [
            Figure(
                name="bars",
                title="Votes by option",
                vega_lite={"data": {"values": values}, "mark": "bar", "encoding": encoding},
                description="A bar for each option, as long as it has votes.",
                table="options",
                width=300,
                height=120,
            )
        ]

    def summary(self, released: Mapping[str, Any]) -> str:
        return f"{len(released['options'])} options were voted on."


class PublicBallotKind(BallotKind):
    """The same on votes that anybody may see."""

    name = "public-ballot"
    restricted = False

    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        return self.derive(result)


class SecretiveBallotKind(BallotKind):
    """A kind whose tables may not stay once their source is erased."""

    name = "secretive-ballot"

    def still_disclosable(self, released: Mapping[str, Any]) -> bool:
        return False
