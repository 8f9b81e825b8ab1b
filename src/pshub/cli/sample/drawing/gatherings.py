"""The tables of the event, and the cover of the report."""

from __future__ import annotations

import math
import random

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.furniture import shelf
from pshub.cli.sample.drawing.svg import circle, ellipse, group, line, path, picture, rect


def _seat(draw: random.Random, angle: float, reach: float) -> str:
    skin = p.SKINS[int(draw.random() * len(p.SKINS))]
    hair = p.HAIRS[int(draw.random() * len(p.HAIRS))]
    top = (p.CORAL, p.PLUM, p.TEAL, p.MARIGOLD, p.LEAF, p.INK, p.BRICK)[int(draw.random() * 7)]
    return group(
        [
            ellipse(0, 2, 19, 33, top),
            ellipse(-16, -19, 15, 7, top, transform="rotate(14 -16 -19)"),
            ellipse(-16, 19, 15, 7, top, transform="rotate(-14 -16 19)"),
            circle(-29, -16, 5.5, skin),
            circle(-29, 16, 5.5, skin),
            circle(-3, 0, 16, skin),
            circle(1, 0, 15.5, hair),
        ],
        transform=f"rotate({math.degrees(angle):.1f}) translate({reach:g} 0)",
    )


def _table(draw: random.Random, x: float, y: float) -> str:
    start = draw.random() * math.tau
    parts = [
        circle(4, 8, 80, p.INK, fill_opacity=0.14),
        circle(0, 0, 76, p.SAND),
        circle(0, 0, 76, "none", stroke="#d3b988", stroke_width=4),
    ]
    parts.append(rect(-38, -27, 76, 54, p.PAPER, transform=f"rotate({draw.random() * 50 - 25:.0f})", rx=2))
    for _ in range(6):
        colour = (p.MARIGOLD, p.CORAL, p.MINT, p.SKY)[int(draw.random() * 4)]
        parts.append(
            rect(
                draw.random() * 66 - 41,
                draw.random() * 52 - 33,
                14,
                14,
                colour,
                transform=f"rotate({draw.random() * 40 - 20:.0f})",
            )
        )
    for _ in range(2):
        cup = draw.random() * math.tau
        parts.append(circle(58 * math.cos(cup), 58 * math.sin(cup), 8, p.PAPER, stroke=p.TEAL, stroke_width=3))
    parts += [_seat(draw, start + math.tau * seat / 7, 104) for seat in range(7)]
    return group(parts, transform=f"translate({x:g} {y:g})")


def tables() -> dict[str, str]:
    """Return the event: eight tables seen from above."""
    draw = p.seeded(21)
    boards = [line(f"M{x} 0 L{x} 700", "#b9cfc4", 2) for x in range(0, 1201, 60)]
    places = [(170 + 290 * column, 180 + 340 * row) for row in range(2) for column in range(4)]
    parts = [
        rect(0, 0, 1200, 700, "#c8dcd2"),
        *boards,
        *(_table(draw, x + 20 * draw.random() - 10, y + 20 * draw.random() - 10) for x, y in places),
        group(
            [ellipse(0, 0, 19, 33, p.DEEP), circle(-2, 0, 16, p.SKINS[3]), circle(0, 0, 15.5, p.HAIRS[0])],
            transform="translate(604 346) rotate(200)",
        ),
    ]
    return {
        "tables": picture(1200, 700, "Eight round tables seen from above, with people, paper and sticky notes", parts)
    }


def doors() -> dict[str, str]:
    """Return the cover of the report: three doors into one room of books."""
    draw = p.seeded(5)
    parts = [
        rect(0, 0, 1200, 800, p.SAND),
        circle(600, 330, 300, p.MARIGOLD, fill_opacity=0.55),
        rect(0, 690, 1200, 110, p.INK),
    ]
    for number, (colour, leaf) in enumerate(((p.DEEP, p.TEAL), (p.BRICK, p.CORAL), (p.PLUM, "#96527b"))):
        x = 108 + number * 344
        top = 230 - (56 if number == 1 else 0)
        arch = f"M{x} 690 L{x} {top + 148} A148 148 0 0 1 {x + 296} {top + 148} L{x + 296} 690 Z"
        inner = f"M{x + 34} 690 L{x + 34} {top + 150} A114 114 0 0 1 {x + 262} {top + 150} L{x + 262} 690 Z"
        parts += [path(arch, colour), path(inner, "#3a221c")]
        for row in range(4):
            parts += shelf(draw, x + 40, 684 - row * 92, 216, 78)
        parts.append(
            path(
                f"M{x + 34} 690 L{x + 34} {top + 150} A114 114 0 0 1 {x + 84} "
                f"{top + 56} L{x + 104} {top + 96} L{x + 104} 736 Z",
                leaf,
            )
        )
        parts.append(circle(x + 90, 520, 7, p.MARIGOLD))
        parts.append(
            path(f"M{x + 104} 690 L{x + 262} 690 L{x + 330} 800 L{x + 60} 800 Z", p.MARIGOLD, fill_opacity=0.35)
        )
    return {"doors": picture(1200, 800, "Three open doors, side by side, all leading to shelves of books", parts)}
