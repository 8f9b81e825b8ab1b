"""All pictures of the sample hub, by name."""

from __future__ import annotations

from pshub.cli.sample.drawing.gatherings import doors, tables
from pshub.cli.sample.drawing.marks import marks
from pshub.cli.sample.drawing.people import portraits
from pshub.cli.sample.drawing.reading_room import reading_room
from pshub.cli.sample.drawing.streets import evening, van
from pshub.cli.sample.drawing.town import town


def gallery() -> dict[str, str]:
    """Return the SVG text of every picture; the same on every run."""
    drawn: dict[str, str] = {}
    for draw in (town, reading_room, tables, doors, evening, van, portraits, marks):
        drawn |= draw()
    return drawn
