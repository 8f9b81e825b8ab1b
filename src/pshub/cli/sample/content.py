"""Reading what the sample hub is made of: the files in ``content`` and ``pictures``."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROUNDS = ("first-round", "second-round")


@dataclass(frozen=True, slots=True)
class SampleStatement:
    """A statement that people voted on, and who said it; `agreement` is in per cent for each outlook."""

    key: str
    seeded: bool
    said_by: str
    agreement: tuple[int, int, int]
    passes: int
    text: str


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """A statement that was not put to the vote: turned down for a reason, or (no reason) not read yet."""

    reason: str
    text: str


@cache
def toml(name: str) -> dict[str, Any]:
    """Return one of the TOML files."""
    return tomllib.loads((FOLDER / "content" / f"{name}.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "content" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def statements(conversation: str) -> list[SampleStatement]:
    """Return the statements of a round, those written beforehand first."""
    return [
        SampleStatement(
            key=row["key"],
            seeded=row["origin"] == "seed",
            said_by=row["said_by"],
            agreement=(int(row["keep"]), int(row["share"]), int(row["run"])),
            passes=int(row["pass"]),
            text=row["text"],
        )
        for row in _rows(f"statements-{conversation}")
    ]


def turned_down(conversation: str) -> list[TurnedDown]:
    """Return the statements of a round that people did not vote on."""
    return [
        TurnedDown(row["reason"], row["text"])
        for row in _rows("statements-turned-down")
        if row["conversation"] == conversation
    ]


def picture(name: str) -> bytes:
    """Return the bytes of a picture (SVG)."""
    return (FOLDER / "pictures" / f"{name}.svg").read_bytes()
