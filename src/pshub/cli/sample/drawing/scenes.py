"""The larger pictures: the reading room, the tables, the three doors and the van by the river."""

from __future__ import annotations

import math
import random

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.people import Look, bust, head, reader
from pshub.cli.sample.drawing.svg import circle, ellipse, group, line, path, picture, rect


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
    parts = [rect(x - 10, y - 12, width + 20, rows * (row + 8) + 20, "#8a5238", rx=4),
             rect(x, y, width, rows * (row + 8), "#4a2b22")]  # fmt: skip
    for number in range(rows):
        parts += shelf(draw, x, y + (number + 1) * (row + 8) - 8, width, row)
    return parts


def _window(x: float, y: float, width: float, height: float) -> list[str]:
    top = y + width / 2
    opening = f"M{x} {y + height} L{x} {top} A{width / 2} {width / 2} 0 0 1 {x + width} {top} L{x + width} {y + height} Z"
    foot = y + height
    hill = f"M{x} {foot - 70} C{x + width * 0.3} {foot - 130} {x + width * 0.6} {foot - 60} {x + width} {foot - 100} L{x + width} {foot} L{x} {foot} Z"
    near = f"M{x} {foot - 30} C{x + width * 0.4} {foot - 64} {x + width * 0.7} {foot - 20} {x + width} {foot - 46} L{x + width} {foot} L{x} {foot} Z"
    bars = {"stroke": p.PAPER, "stroke_width": 7}
    return [
        path(opening, p.SKY),
        path(hill, p.MINT),
        path(near, p.LEAF),
        path(f"M{x + width / 2} {y} L{x + width / 2} {foot}", **bars),
        path(f"M{x} {top} L{x + width} {top} M{x} {y + height * 0.66} L{x + width} {y + height * 0.66}", **bars),
        path(opening, stroke=p.PAPER, stroke_width=11),
    ]


def _lamp(x: float, foot: float) -> list[str]:
    return [
        line(f"M{x} 0 L{x} {foot - 34}", p.INK, 4),
        path(f"M{x - 44} {foot} C{x - 40} {foot - 44} {x + 40} {foot - 44} {x + 44} {foot} Z", p.MARIGOLD),
        ellipse(x, foot, 44, 7, p.PAPER),
    ]


def _child(x: float, y: float) -> str:
    look = Look(p.SKINS[2], p.HAIRS[0], p.MARIGOLD, "afro")
    return group(
        [
            path("M-70 150 C-60 116 60 116 70 150 C74 176 -74 176 -70 150 Z", p.INK),
            bust(look),
            path("M0 112 C-14 102 -30 102 -44 108 L-44 148 C-30 142 -14 142 0 152 C14 142 30 142 44 148 L44 108 C30 102 14 102 0 112 Z", p.CORAL),
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
    draw = random.Random(8)
    floor = 520
    readers = [
        reader(560, 470, 0.92, Look(p.SKINS[4], p.HAIRS[4], p.CORAL, "short", trim=p.PAPER), p.PAPER),
        reader(712, 470, 0.92, Look(p.SKINS[0], p.HAIRS[3], p.LEAF, "long"), p.MARIGOLD),
        reader(864, 470, 0.92, Look(p.SKINS[1], p.PLUM, p.TEAL, "scarf"), p.SKY),
    ]
    parts = [
        rect(0, 0, 1200, 620, p.DEEP),
        rect(0, 0, 1200, 90, "#0c434b"),
        *_window(452, 62, 190, 330),
        *_window(674, 62, 190, 330),
        *bookcase(draw, 30, 62, 360, 5, 80),
        *bookcase(draw, 926, 62, 250, 5, 80),
        rect(0, floor, 1200, 100, "#c98f5a"),
        path("M0 548 L1200 548 M0 584 L1200 584", stroke="#b57c4a", stroke_width=3),
        ellipse(716, 572, 330, 34, p.BRICK, fill_opacity=0.5),
        *_lamp(548, 172),
        *_lamp(770, 172),
        *readers,
        rect(450, 468, 528, 22, "#6b3d2a", rx=6),
        path("M486 490 L498 580 M942 490 L930 580", stroke="#6b3d2a", stroke_width=14),
        rect(632, 444, 18, 24, p.MINT, rx=4),
        rect(782, 450, 40, 9, p.PLUM, rx=2), rect(786, 459, 44, 9, p.MARIGOLD, rx=2),
        *_trolley(draw, 118, 252),
        ellipse(1060, 582, 96, 22, p.PLUM),
        _child(1060, 462),
        circle(1146, 574, 15, p.CORAL), rect(1002 - 60, 566, 46, 10, p.TEAL, rx=2), rect(1002 - 56, 556, 40, 10, p.PAPER, rx=2),
    ]  # fmt: skip
    title = "A library reading room: shelves of books, three people reading at a table, a librarian with a trolley, a child on a rug"
    return {"reading-room": picture(1200, 620, title, parts)}


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
    parts = [circle(4, 8, 80, p.INK, fill_opacity=0.14), circle(0, 0, 76, p.SAND), circle(0, 0, 76, "none", stroke="#d3b988", stroke_width=4)]
    parts.append(rect(-38, -27, 76, 54, p.PAPER, transform=f"rotate({draw.random() * 50 - 25:.0f})", rx=2))
    for _ in range(6):
        colour = (p.MARIGOLD, p.CORAL, p.MINT, p.SKY)[int(draw.random() * 4)]
        parts.append(rect(draw.random() * 66 - 41, draw.random() * 52 - 33, 14, 14, colour,
                          transform=f"rotate({draw.random() * 40 - 20:.0f})"))  # fmt: skip
    for _ in range(2):
        cup = draw.random() * math.tau
        parts.append(circle(58 * math.cos(cup), 58 * math.sin(cup), 8, p.PAPER, stroke=p.TEAL, stroke_width=3))
    parts += [_seat(draw, start + math.tau * seat / 7, 104) for seat in range(7)]
    return group(parts, transform=f"translate({x:g} {y:g})")


def tables() -> dict[str, str]:
    """Return the event: eight tables seen from above."""
    draw = random.Random(21)
    boards = [line(f"M{x} 0 L{x} 700", "#b9cfc4", 2) for x in range(0, 1201, 60)]
    places = [(170 + 290 * column, 180 + 340 * row) for row in range(2) for column in range(4)]
    parts = [
        rect(0, 0, 1200, 700, "#c8dcd2"),
        *boards,
        *(_table(draw, x + 20 * draw.random() - 10, y + 20 * draw.random() - 10) for x, y in places),
        group([ellipse(0, 0, 19, 33, p.DEEP), circle(-2, 0, 16, p.SKINS[3]), circle(0, 0, 15.5, p.HAIRS[0])],
              transform="translate(604 346) rotate(200)"),
    ]  # fmt: skip
    return {"tables": picture(1200, 700, "Eight round tables seen from above, with people, paper and sticky notes", parts)}


def doors() -> dict[str, str]:
    """Return the cover of the report: three doors into one room of books."""
    draw = random.Random(5)
    parts = [rect(0, 0, 1200, 800, p.SAND), circle(600, 330, 300, p.MARIGOLD, fill_opacity=0.55),
             rect(0, 690, 1200, 110, p.INK)]  # fmt: skip
    for number, (colour, leaf) in enumerate(((p.DEEP, p.TEAL), (p.BRICK, p.CORAL), (p.PLUM, "#96527b"))):
        x = 108 + number * 344
        top = 230 - (56 if number == 1 else 0)
        arch = f"M{x} 690 L{x} {top + 148} A148 148 0 0 1 {x + 296} {top + 148} L{x + 296} 690 Z"
        inner = f"M{x + 34} 690 L{x + 34} {top + 150} A114 114 0 0 1 {x + 262} {top + 150} L{x + 262} 690 Z"
        parts += [path(arch, colour), path(inner, "#3a221c")]
        for row in range(4):
            parts += shelf(draw, x + 40, 684 - row * 92, 216, 78)
        parts.append(path(f"M{x + 34} 690 L{x + 34} {top + 150} A114 114 0 0 1 {x + 84} {top + 56} L{x + 104} {top + 96} L{x + 104} 736 Z", leaf))
        parts.append(circle(x + 90, 520, 7, p.MARIGOLD))
        parts.append(path(f"M{x + 104} 690 L{x + 262} 690 L{x + 330} 800 L{x + 60} 800 Z", p.MARIGOLD, fill_opacity=0.35))
    return {"doors": picture(1200, 800, "Three open doors, side by side, all leading to shelves of books", parts)}


def _standing(x: float, y: float, size: float, look: Look, trousers: str) -> str:
    """Return a whole person: head, a jumper that ends at the hips, two legs and shoes."""
    parts = [
        path("M-34 140 L-30 250 L-6 250 L0 164 L6 250 L30 250 L34 140 Z", trousers),
        path("M-34 250 L-4 250 L-4 262 L-40 262 C-42 256 -38 252 -34 250 Z", p.INK),
        path("M34 250 L4 250 L4 262 L40 262 C42 256 38 252 34 250 Z", p.INK),
        path("M-42 156 C-44 84 -38 52 0 50 C38 52 44 84 42 156 Z", look.top),
        line("M-38 78 C-52 104 -54 124 -52 150", look.top, 20),
        line("M38 78 C50 100 44 118 22 124", look.top, 20),
        circle(-52, 158, 9, look.skin),
        rect(-4, 100, 40, 50, p.DEEP, rx=3, transform="rotate(-8 16 125)"),
        circle(14, 124, 9, look.skin),
        path("M-20 52 L0 76 L20 52 L12 46 L-12 46 Z", look.trim) if look.trim else "",
        head(look),
    ]
    return group([part for part in parts if part], transform=f"translate({x:g} {y:g}) scale({size:g})")


def van() -> dict[str, str]:
    """Return the mobile library on the river road."""
    draw = random.Random(13)
    houses = []
    for number in range(9):
        x = 640 + number * 62
        tall = 50 + 44 * draw.random()
        wall = (p.BRICK, p.SAND, p.CORAL, p.PLUM)[int(draw.random() * 4)]
        houses += [rect(x, 366 - tall, 54, tall, wall), path(f"M{x - 5} {366 - tall} L{x + 27} {336 - tall} L{x + 59} {366 - tall} Z", p.INK),
                   rect(x + 12, 380 - tall, 10, 14, p.MARIGOLD), rect(x + 32, 380 - tall, 10, 14, p.SKY)]  # fmt: skip
    body = [
        rect(-230, -190, 350, 210, p.CORAL, rx=18),
        path("M120 -150 L190 -150 C204 -150 212 -140 216 -128 L244 -60 L244 20 L120 20 Z", p.CORAL),
        path("M136 -132 L184 -132 C192 -132 196 -128 199 -120 L220 -66 L136 -66 Z", p.SKY),
        rect(-206, -166, 300, 96, "#4a2b22", rx=6),
        *shelf(draw, -204, -78, 296, 82),
        path("M-226 -196 L118 -196 L100 -226 L-208 -226 Z", p.MARIGOLD),
        rect(-230, -40, 474, 14, p.PAPER),
        circle(-140, 22, 44, p.INK), circle(-140, 22, 18, p.SAND), circle(160, 22, 44, p.INK), circle(160, 22, 18, p.SAND),
        circle(232, -8, 9, p.MARIGOLD),
    ]  # fmt: skip
    parts = [
        rect(0, 0, 1200, 675, p.SKY),
        circle(966, 150, 62, p.MARIGOLD),
        path("M0 380 C160 250 330 250 470 330 C640 220 800 250 1200 350 L1200 675 L0 675 Z", p.MINT),
        *houses,
        path("M0 366 C300 330 520 400 760 366 C940 342 1080 380 1200 360 L1200 675 L0 675 Z", p.LEAF),
        path("M0 470 C260 420 420 520 700 470 C900 434 1060 480 1200 450 L1200 560 L0 560 Z", "#6fb7bf"),
        line("M60 500 C110 488 150 512 200 500 M820 490 C870 478 910 502 960 490", p.PAPER, 5),
        rect(0, 545, 1200, 130, "#5b5566"),
        line("M20 620 L1190 620", p.PAPER, 6, stroke_dasharray="44 40"),
        group(body, transform="translate(420 560)"),
        _standing(824, 372, 0.9, Look(p.SKINS[3], p.HAIRS[0], p.MARIGOLD, "short", trim=p.PAPER), p.INK),
        _standing(934, 432, 0.62, Look(p.SKINS[3], p.HAIRS[0], p.PAPER, "bun"), p.PLUM),
    ]  # fmt: skip
    return {"van": picture(1200, 675, "The mobile library on the road by the river, with two people waiting for it", parts)}
