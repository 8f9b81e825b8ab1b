"""How large a name may stand, so that it fits: reckoned from how wide letters of its script are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: Widths of bold letters as shares of the size of the type: East Asian ones, the broadest, capitals, narrow ones, the
#: rest.
_WIDE, _BROAD, _CAPITAL, _NARROW, _USUAL = 1.05, 1.12, 0.87, 0.46, 0.73
#: Height of a line as a multiple of the size of the type.
LINE = 1.2
_BROAD_LETTERS = frozenset("MWmw@ÆŒæœ")
_NARROW_LETTERS = frozenset("Iijlft'’.,:;|!()[] -")


def width(text: str) -> float:
    """Return how wide a line of text is at most, in multiples of the size of its type."""
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _BROAD_LETTERS:
        return _BROAD
    return _CAPITAL if letter.isupper() else _USUAL


def _words(text: str) -> list[str]:
    """Return the parts of a text between which a line may end."""
    return [word for word in re.split(r"\s+|(?<=-)", text) if word]


def lines(text: str, *, size: float, room: float) -> int:
    """Return how many lines a text takes; a word that is wider than the room is broken."""
    count, used = 1, 0.0
    for word in _words(text):
        wide = width(word) * size
        gap = _NARROW * size if used else 0.0
        if used + gap + wide <= room:
            used += gap + wide
            continue
        if used:
            count += 1
        count += int(wide // room)
        used = wide % room if wide > room else wide
    return count


def fitting_size(text: str, *, sizes: Sequence[int], room: float, height: float) -> int:
    """Return the largest of some sizes at which a text fits a box, no word of it broken if possible.

    Parameters
    ----------
    sizes
        In points, the largest first.
    room, height
        Width and height of the box in points.
    """
    longest = max((width(word) for word in _words(text)), default=0.0)
    high = [size for size in sizes if lines(text, size=size, room=room) * size * LINE <= height]
    whole = [size for size in high if longest * size <= room]
    return (whole or high or [sizes[-1]])[0]
