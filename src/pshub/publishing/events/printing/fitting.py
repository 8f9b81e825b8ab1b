"""How large a name may stand, so that it fits: reckoned from how wide letters of its script are."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

#: Widths of letters as shares of the size of the type: East Asian ones, capitals and the like, narrow ones, the rest.
_WIDE, _BROAD, _NARROW, _USUAL = 1.0, 0.78, 0.36, 0.6
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
    return _BROAD if letter in _BROAD_LETTERS or letter.isupper() else _USUAL


def lines(text: str, *, size: float, room: float) -> int:
    """Return how many lines a text takes; a word that is wider than the room is broken."""
    count, used = 1, 0.0
    for word in text.split():
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


def fitting_size(text: str, *, sizes: Sequence[int], room: float, most: int) -> int:
    """Return the largest of some sizes at which a text takes at most so many lines, no word of it broken if possible.

    Parameters
    ----------
    sizes
        In points, the largest first.
    room
        Width of a line in points.
    """
    longest = max((width(word) for word in text.split()), default=0.0)
    for size in sizes:
        if longest * size <= room and lines(text, size=size, room=room) <= most:
            return size
    return next((size for size in sizes if lines(text, size=size, room=room) <= most), sizes[-1])
