"""What stands on badges and attendance sheets: names and organisations, and nothing else about anybody."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module, resources
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.models.prints import PrintedSheet
from pshub.publishing.events.printing.fitting import fitting_size
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.reading import in_words, where_in_words
from pshub.publishing.events.surnames import by_surname, parts

Layout = PrintedSheet.Layout
MILLIMETRE = 72 / 25.4
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Grid:
    """How badges lie on a sheet of A4; room and heights (of name and organisation) in millimetres, type in points."""

    each: int
    room: float
    heights: tuple[float, float]
    names: tuple[int, ...]
    lesser: tuple[int, ...]


GRIDS = {
    Layout.TEN: Grid(10, 70, (25, 10), (30, 26, 22, 19, 16, 13, 11, 9, 8), (13, 11, 9, 8, 6)),
    Layout.EIGHT: Grid(8, 70, (25, 10), (30, 26, 22, 19, 16, 13, 11, 9, 8), (13, 11, 9, 8, 6)),
    Layout.FOUR: Grid(4, 84, (70, 28), (40, 36, 30, 26, 22, 19, 16, 13, 11), (18, 15, 12, 10)),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A name at the size at which it fits, and where its bearer comes from."""

    name: str
    size: int
    organisation: str
    lesser: int


def people_of(event: EventPage) -> list[Registration]:
    """Return those with a seat, by surname; nothing of them but name and organisation."""
    rows = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    return sorted(rows.only("id", "name", "organisation"), key=lambda row: (by_surname(row.name), row.pk))


def badge(row: Registration, grid: Grid) -> Badge:
    """Return the badge of somebody."""
    room = grid.room * MILLIMETRE
    high, lower = (height * MILLIMETRE for height in grid.heights)
    return Badge(
        row.name,
        fitting_size(row.name, sizes=grid.names, room=room, height=high),
        row.organisation,
        fitting_size(row.organisation, sizes=grid.lesser, room=room, height=lower),
    )


def _context(event: EventPage, layout: str, people: Sequence[Registration]) -> dict[str, Any]:
    common = {
        "event": event,
        "when": in_words(event),
        "where": where_in_words(event),
        "hub_name": settings.HUB_NAME,
        "language": settings.LANGUAGE_CODE,
        "layout": layout,
    }
    if layout == Layout.LIST:
        return common | {"rows": [(*parts(row.name), row.organisation) for row in people]}
    grid = GRIDS[Layout(layout)]
    badges = [badge(row, grid) for row in people]
    return common | {"sheets": [badges[at : at + grid.each] for at in range(0, len(badges), grid.each)]}


def document(event: EventPage, layout: str, people: Sequence[Registration]) -> Any:
    """Return the laid out sheets, before they are written.

    Raises
    ------
    EventRefused
        ``no-pango`` where the system's libraries for laying out text are missing.
    """
    try:
        # Where a library is missing it prints a page of advice for its own developers.
        with contextlib.redirect_stdout(io.StringIO()):
            engine = import_module("weasyprint")
    except OSError:
        message = _("This machine lacks Pango, which lays out text: on Debian install %(packages)s.")
        raise EventRefused("no-pango", message % {"packages": PACKAGES}) from None
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    name = "attendance" if layout == Layout.LIST else "badges"
    html = render_to_string(f"events/print/{name}.html", _context(event, layout, people))
    style = resources.files(__package__).joinpath("sheets.css").read_text(encoding="utf-8")
    return engine.HTML(string=html, url_fetcher=_nothing_from_outside).render(stylesheets=[engine.CSS(string=style)])


def _nothing_from_outside(url: str, *_args: Any, **_options: Any) -> Any:
    raise ValueError(f"a sheet fetches nothing, not even {url}")


def pdf(event: EventPage, layout: str) -> tuple[bytes, int]:
    """Return the PDF of an event's badges or list, and how many people are on it."""
    people = people_of(event)
    content: bytes = document(event, layout, people).write_pdf(pdf_variant="pdf/ua-1")
    return content, len(people)
