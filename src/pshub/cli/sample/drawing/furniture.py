"""What stands in the rooms: shelves of books, windows and lamps."""

from __future__ import annotations

import random

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.svg import Value, ellipse, line, path, rect


def shelf(draw: random.Random, x: float, y: float, width: float, height: float) -> list[str]:
    """Return a row of books that stands on a board at height ``y``, between ``x`` and ``x + width``."""
    parts: list[str] = []
    here = x + 4
    last = ""
    while True:
        thick = 9 + 15 * draw.random()
        if here + thick > x + width - 4:
            break
        if draw.random() < 0.05:
            here += thick + 8
            continue
        tall = height * (0.62 + 0.3 * draw.random())
        colours = [colour for colour in p.SPINES if colour != last]
        last = colours[int(draw.random() * len(colours))]
        lean = 9 if draw.random() < 0.05 and here + thick + 18 < x + width else 0
        turn = {"transform": f"rotate({lean} {here:.1f} {y:g})"} if lean else {}
        parts.append(rect(here, y - tall, thick, tall, last, rx=1.5, **turn))
        if draw.random() < 0.55:
            band = p.INK if last in {p.PAPER, p.SAND, p.MINT, p.MARIGOLD} else p.PAPER
            parts.append(rect(here + 2, y - tall * 0.8, thick - 4, 4, band, fill_opacity=0.75))
        here += thick + 1.5 + (10 if lean else 0)
    parts.append(rect(x, y, width, 8, "#6b3d2a"))
    return parts


def bookcase(draw: random.Random, x: float, y: float, width: float, rows: int, row: float) -> list[str]:
    """Return a bookcase with its top left corner at (x, y)."""
    parts = [
        rect(x - 10, y - 12, width + 20, rows * (row + 8) + 20, "#8a5238", rx=4),
        rect(x, y, width, rows * (row + 8), "#4a2b22"),
    ]
    for number in range(rows):
        parts += shelf(draw, x, y + (number + 1) * (row + 8) - 8, width, row)
    return parts


def window(x: float, y: float, width: float, height: float) -> list[str]:
    """Return an arched window onto hills, with its top left corner at (x, y)."""
    top = y + width / 2
    opening = (
        f"M{x} {y + height} L{x} {top} A{width / 2} {width / 2} 0 0 1 {x + width} {top} L{x + width} {y + height} Z"
    )
    foot = y + height
    hill = (
        f"M{x} {foot - 70} C{x + width * 0.3} {foot - 130} {x + width * 0.6} {foot - 60} "
        f"{x + width} {foot - 100} L{x + width} {foot} L{x} {foot} Z"
    )
    near = (
        f"M{x} {foot - 30} C{x + width * 0.4} {foot - 64} {x + width * 0.7} {foot - 20} "
        f"{x + width} {foot - 46} L{x + width} {foot} L{x} {foot} Z"
    )
    bars: dict[str, Value] = {"stroke": p.PAPER, "stroke_width": 7}
    return [
        path(opening, p.SKY),
        path(hill, p.MINT),
        path(near, p.LEAF),
        path(f"M{x + width / 2} {y} L{x + width / 2} {foot}", **bars),
        path(f"M{x} {top} L{x + width} {top} M{x} {y + height * 0.66} L{x + width} {y + height * 0.66}", **bars),
        path(opening, stroke=p.PAPER, stroke_width=11),
    ]


def lamp(x: float, foot: float) -> list[str]:
    """Return a lamp that hangs from the ceiling down to a height."""
    return [
        line(f"M{x} 0 L{x} {foot - 34}", p.INK, 4),
        path(f"M{x - 44} {foot} C{x - 40} {foot - 44} {x + 40} {foot - 44} {x + 44} {foot} Z", p.MARIGOLD),
        ellipse(x, foot, 44, 7, p.PAPER),
    ]
