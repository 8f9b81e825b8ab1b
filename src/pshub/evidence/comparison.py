"""Where two JSON values first part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where what is stored and what was recomputed part.

    Attributes
    ----------
    part
        ``released`` (what is public), ``result`` (exact), ``tables`` or ``figures`` of a package.
    path
        Where in that part, such as ``$.groups[0].size``.
    stored, recomputed
        Both values, as short texts.
    """

    part: str
    path: str
    stored: str
    recomputed: str

    def to_dict(self) -> dict[str, str]:
        """Return the form that reports hold."""
        return {"part": self.part, "path": self.path, "stored": self.stored, "recomputed": self.recomputed}


class Nothing:
    """Stands where one side has no value."""

    def __repr__(self) -> str:
        return "nothing"


NOTHING = Nothing()


def shown(value: object) -> str:
    """Return a value as a short text."""
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _numbers_agree(stored: float, recomputed: float, tolerance: float) -> bool:
    if type(stored) is not type(recomputed) and not tolerance:
        return False
    return abs(stored - recomputed) <= tolerance * max(abs(stored), abs(recomputed))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def first_difference(
    stored: Any, recomputed: Any, *, part: str, tolerance: float = 0.0, path: str = "$"
) -> Difference | None:
    """Return where two JSON values first differ, or None.

    Parameters
    ----------
    part
        Which part of the finding this is; stands in the answer.
    tolerance
        The largest relative difference of two numbers that still counts as equal; 0 for all but simulated results.
    path
        Where the values lie.
    """
    if isinstance(stored, Mapping) and isinstance(recomputed, Mapping):
        for key in sorted({*stored, *recomputed}):
            found = first_difference(
                stored.get(key, NOTHING),
                recomputed.get(key, NOTHING),
                part=part,
                tolerance=tolerance,
                path=f"{path}.{key}",
            )
            if found:
                return found
        return None
    if _is_list(stored) and _is_list(recomputed):
        for position in range(max(len(stored), len(recomputed))):
            found = first_difference(
                stored[position] if position < len(stored) else NOTHING,
                recomputed[position] if position < len(recomputed) else NOTHING,
                part=part,
                tolerance=tolerance,
                path=f"{path}[{position}]",
            )
            if found:
                return found
        return None
    if _is_number(stored) and _is_number(recomputed):
        agree = _numbers_agree(stored, recomputed, tolerance)
    else:
        agree = type(stored) is type(recomputed) and stored == recomputed
    return None if agree else Difference(part, path, shown(stored), shown(recomputed))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
