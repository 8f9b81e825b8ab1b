"""What was last measured of the site's accessibility. Nothing is claimed that is not in the file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

#: Written by the browser tests: see tests/browser/measured.py.
MEASURED = Path(__file__).resolve().parent / "accessibility.json"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a check found broken, and on how many pages."""

    rule: str
    pages: int


@dataclass(frozen=True, slots=True)
class Measurement:
    """One automatic check of the site.

    Attributes
    ----------
    version
        Of the software that was checked.
    tool
        With its version, such as "axe-core 4.10".
    """

    on: date
    version: str
    tool: str
    browser: str
    standard: str
    pages: int
    widths: tuple[int, ...]
    schemes: tuple[str, ...]
    violations: tuple[Violation, ...]


def measurement(path: Path = MEASURED) -> Measurement | None:
    """Return the last automatic check; None where there was none."""
    if not path.is_file():
        return None
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Measurement(
        on=date.fromisoformat(told["on"]),
        version=told["version"],
        tool=told["tool"],
        browser=told["browser"],
        standard=told["standard"],
        pages=told["pages"],
        widths=tuple(told["widths"]),
        schemes=tuple(told["schemes"]),
        violations=tuple(Violation(found["rule"], found["pages"]) for found in told["violations"]),
    )
