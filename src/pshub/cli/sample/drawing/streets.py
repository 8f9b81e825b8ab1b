"""Pictures from outdoors: the van by the river, and a street after dark."""

from __future__ import annotations

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.furniture import shelf
from pshub.cli.sample.drawing.people import Look, standing
from pshub.cli.sample.drawing.svg import circle, group, line, path, picture, rect


def evening() -> dict[str, str]:
    """Return a street after dark with one door open."""
    draw = p.seeded(3)
    stars = [
        circle(40 + 1120 * draw.random(), 20 + 230 * draw.random(), 1.5 + 2 * draw.random(), p.SAND) for _ in range(46)
    ]
    houses: list[str] = []
    for number in range(8):
        x, tall = number * 152 - 10, 170 + 90 * draw.random()
        houses += [
            rect(x, 560 - tall, 146, tall, "#2c3a5c"),
            path(f"M{x - 6} {560 - tall} L{x + 73} {500 - tall} L{x + 152} {560 - tall} Z", "#18213a"),
        ]
        for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
            lit = draw.random() < 0.3
            houses.append(
                rect(x + 28 + 58 * column, 590 - tall + 62 * row, 32, 38, p.MARIGOLD if lit else "#222e4c", rx=2)
            )
    hall = [
        rect(400, 300, 400, 270, p.BRICK),
        path("M380 304 L600 196 L820 304 Z", p.PLUM),
        *(rect(x, 350, 72, 96, p.MARIGOLD, rx=36) for x in (436, 692)),
        path("M546 570 L546 430 A54 54 0 0 1 654 430 L654 570 Z", p.MARIGOLD),
        path("M546 570 L654 570 L760 675 L440 675 Z", p.MARIGOLD, fill_opacity=0.4),
        circle(600, 262, 22, p.PAPER),
        line("M600 262 L600 248 M600 262 L610 266", p.INK, 4),
    ]
    people = [
        standing(500, 424, 0.8, Look(p.SKINS[1], p.HAIRS[1], p.TEAL, "long"), p.PLUM),
        standing(694, 416, 0.82, Look(p.SKINS[4], p.HAIRS[4], p.CORAL, "afro", trim=p.PAPER), p.DEEP),
        standing(806, 440, 0.76, Look(p.SKINS[2], p.HAIRS[0], p.MARIGOLD, "short"), p.LEAF),
    ]
    parts = [
        rect(0, 0, 1200, 675, p.INK),
        *stars,
        circle(980, 120, 50, p.PAPER),
        circle(960, 108, 46, p.INK),
        *houses,
        rect(0, 560, 1200, 115, "#3b3f58"),
        *hall,
        *people,
    ]
    return {
        "evening": picture(
            1200,
            675,
            "A street at night: one hall has its lights on and its door open, three young people stand outside",
            parts,
        )
    }


def van() -> dict[str, str]:
    """Return the mobile library on the river road."""
    draw = p.seeded(13)
    houses = []
    for number in range(9):
        x = 640 + number * 62
        tall = 50 + 44 * draw.random()
        wall = (p.BRICK, p.SAND, p.CORAL, p.PLUM)[int(draw.random() * 4)]
        houses += [
            rect(x, 366 - tall, 54, tall, wall),
            path(f"M{x - 5} {366 - tall} L{x + 27} {336 - tall} L{x + 59} {366 - tall} Z", p.INK),
            rect(x + 12, 380 - tall, 10, 14, p.MARIGOLD),
            rect(x + 32, 380 - tall, 10, 14, p.SKY),
        ]
    body = [
        rect(-230, -190, 350, 210, p.CORAL, rx=18),
        path("M120 -150 L190 -150 C204 -150 212 -140 216 -128 L244 -60 L244 20 L120 20 Z", p.CORAL),
        path("M136 -132 L184 -132 C192 -132 196 -128 199 -120 L220 -66 L136 -66 Z", p.SKY),
        rect(-206, -166, 300, 96, "#4a2b22", rx=6),
        *shelf(draw, -204, -78, 296, 82),
        path("M-226 -196 L118 -196 L100 -226 L-208 -226 Z", p.MARIGOLD),
        rect(-230, -40, 474, 14, p.PAPER),
        circle(-140, 22, 44, p.INK),
        circle(-140, 22, 18, p.SAND),
        circle(160, 22, 44, p.INK),
        circle(160, 22, 18, p.SAND),
        circle(232, -8, 9, p.MARIGOLD),
    ]
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
        standing(824, 372, 0.9, Look(p.SKINS[3], p.HAIRS[0], p.MARIGOLD, "short", trim=p.PAPER), p.INK),
        standing(934, 432, 0.62, Look(p.SKINS[3], p.HAIRS[0], p.PAPER, "bun"), p.PLUM),
    ]
    return {
        "van": picture(1200, 675, "The mobile library on the road by the river, with two people waiting for it", parts)
    }
