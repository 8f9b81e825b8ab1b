"""The picture for the home page: a reading room."""

from __future__ import annotations

import random

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.furniture import bookcase, lamp, shelf, window
from pshub.cli.sample.drawing.people import Look, bust, reader
from pshub.cli.sample.drawing.svg import circle, ellipse, group, line, path, picture, rect


def _child(x: float, y: float) -> str:
    look = Look(p.SKINS[2], p.HAIRS[0], p.MARIGOLD, "afro")
    return group(
        [
            path("M-70 150 C-60 116 60 116 70 150 C74 176 -74 176 -70 150 Z", p.INK),
            bust(look),
            path(
                "M0 112 C-14 102 -30 102 -44 108 L-44 148 C-30 142 -14 142 0 152 C14 "
                "142 30 142 44 148 L44 108 C30 102 14 102 0 112 Z",
                p.CORAL,
            ),
            circle(-42, 130, 9, look.skin),
            circle(42, 130, 9, look.skin),
        ],
        transform=f"translate({x:g} {y:g}) scale(0.72)",
    )


def _trolley(draw: random.Random, x: float, y: float) -> list[str]:
    look = Look(p.SKINS[0], p.HAIRS[2], p.PLUM, "bun", glasses=True, trim=p.PAPER)
    return [
        path(f"M{x - 46} {y + 96} L{x - 52} {y + 290} L{x + 40} {y + 290} L{x + 38} {y + 96} Z", p.INK),
        group([bust(look)], transform=f"translate({x:g} {y:g}) scale(0.86)"),
        line(f"M{x + 44} {y + 98} C{x + 60} {y + 140} {x + 74} {y + 150} {x + 96} {y + 146}", p.PLUM, 26),
        circle(x + 102, y + 146, 10, look.skin),
        line(f"M{x + 104} {y + 138} L{x + 104} {y + 282}", p.BRICK, 8),
        *shelf(draw, x + 104, y + 196, 150, 58),
        *shelf(draw, x + 104, y + 272, 150, 62),
        line(f"M{x + 254} {y + 150} L{x + 254} {y + 282}", p.BRICK, 8),
        circle(x + 118, y + 292, 11, p.INK),
        circle(x + 240, y + 292, 11, p.INK),
    ]


def reading_room() -> dict[str, str]:
    """Return the picture for the home page."""
    draw = p.seeded(8)
    floor, table = 650, 596
    readers = [
        reader(430, table, 0.92, Look(p.SKINS[4], p.HAIRS[4], p.CORAL, "short", trim=p.PAPER), p.PAPER),
        reader(574, table, 0.92, Look(p.SKINS[0], p.HAIRS[3], p.LEAF, "long"), p.MARIGOLD),
        reader(718, table, 0.92, Look(p.SKINS[1], p.PLUM, p.TEAL, "scarf"), p.SKY),
    ]
    parts = [
        rect(0, 0, 1040, 780, p.DEEP),
        rect(0, 0, 1040, 96, "#0c434b"),
        *window(366, 84, 174, 380),
        *window(566, 84, 174, 380),
        *bookcase(draw, 34, 70, 292, 6, 88),
        *bookcase(draw, 776, 70, 232, 6, 88),
        rect(0, floor, 1040, 130, "#c98f5a"),
        path("M0 686 L1040 686 M0 730 L1040 730", stroke="#b57c4a", stroke_width=3),
        ellipse(580, 716, 300, 38, p.BRICK, fill_opacity=0.5),
        *lamp(453, 200),
        *lamp(653, 200),
        *readers,
        rect(336, table - 2, 476, 22, "#6b3d2a", rx=6),
        path("M372 616 L384 722 M776 616 L764 722", stroke="#6b3d2a", stroke_width=14),
        rect(496, table - 28, 18, 26, p.MINT, rx=4),
        rect(640, table - 20, 40, 9, p.PLUM, rx=2),
        rect(644, table - 11, 44, 9, p.MARIGOLD, rx=2),
        group(_trolley(draw, 0, 0), transform="translate(84 378)"),
        ellipse(906, 722, 98, 24, p.PLUM),
        _child(906, 596),
        circle(1002, 716, 16, p.CORAL),
        rect(786, 716, 46, 10, p.TEAL, rx=2),
        rect(790, 706, 40, 10, p.PAPER, rx=2),
    ]
    title = (
        "A library reading room: shelves of books, three people "
        "reading at a table, a librarian with a trolley, "
        "a child on a rug"
    )
    return {"reading-room": picture(1040, 780, title, parts)}
