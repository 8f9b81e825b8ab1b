"""The marks of the partner organisations."""

from __future__ import annotations

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.svg import circle, ellipse, group, line, path, picture, rect


def _tile(fill: str) -> str:
    return rect(0, 0, 200, 200, fill, rx=28)


def _council() -> list[str]:
    """An ear of oats (haver is an old word for oats) over the river."""
    grains = []
    for step, y in enumerate((52, 76, 100)):
        reach = 22 + 3 * step
        for side in (-1, 1):
            x = 100 + side * reach
            grains.append(ellipse(x, y, 8, 17, p.MARIGOLD, transform=f"rotate({side * 28} {x} {y})"))
    waves = [
        line(
            f"M36 {y} C52 {y - 14} 68 {y - 14} 84 {y} C100 {y + 14} 116 {y + 14} "
            f"132 {y} C144 {y - 10} 154 {y - 11} 164 {y - 4}",
            colour,
            8,
        )
        for y, colour in ((150, p.SKY), (170, p.TEAL))
    ]
    return [
        _tile(p.DEEP),
        line("M100 34 L100 134", p.MARIGOLD, 7),
        ellipse(100, 32, 8, 18, p.MARIGOLD),
        *grains,
        *waves,
    ]


def _college() -> list[str]:
    """A doorway at the top of three steps."""
    return [
        _tile(p.PLUM),
        path("M62 138 L62 84 C62 32 138 32 138 84 L138 138 Z", p.MARIGOLD),
        path("M80 138 L80 86 C80 56 120 56 120 86 L120 138 Z", p.PLUM),
        circle(110, 106, 5, p.MARIGOLD),
        rect(50, 138, 100, 12, p.PAPER, rx=3),
        rect(40, 152, 120, 12, p.PAPER, rx=3),
        rect(30, 166, 140, 12, p.PAPER, rx=3),
    ]


def _health() -> list[str]:
    """A heart of two leaves."""
    leaf = "M100 160 C40 124 30 84 48 62 C66 42 92 52 100 78 Z"
    return [
        _tile(p.MINT),
        path(leaf, p.TEAL),
        path(leaf, p.CORAL, transform="translate(200 0) scale(-1 1)"),
        line("M100 158 C92 130 78 104 62 86", p.PAPER, 4),
        line("M100 158 C108 130 122 104 138 86", p.PAPER, 4),
    ]


def _forum() -> list[str]:
    """Three rings, each linked to the others."""
    places = ((74, 84, p.CORAL), (126, 84, p.DEEP), (100, 128, p.TEAL))
    rings = [circle(x, y, 34, "none", stroke=colour, stroke_width=13) for x, y, colour in places]
    # The first ring passes over the third again, so that the three are linked and not stacked.
    over = path("M67.8 117.400 A34 34 0 0 0 94 111.400", stroke=p.CORAL, stroke_width=13)
    return [_tile(p.SAND), *rings, over]


def _friends() -> list[str]:
    """Two readers whose shoulders make an open book."""
    return [
        _tile(p.CORAL),
        circle(66, 62, 20, p.PAPER),
        circle(134, 62, 20, p.INK),
        path("M100 108 C84 88 54 86 30 96 L30 160 C54 150 84 152 100 170 Z", p.PAPER),
        path("M100 108 C116 88 146 86 170 96 L170 160 C146 150 116 152 100 170 Z", p.INK),
    ]


def _homes() -> list[str]:
    """A mill wheel under a roof."""
    spokes = [line("M100 84 L100 164", p.INK, 6, transform=f"rotate({turn} 100 124)") for turn in (0, 45, 90, 135)]
    return [
        _tile(p.MARIGOLD),
        line("M30 86 L100 32 L170 86", p.BRICK, 15),
        circle(100, 124, 42, p.PAPER, stroke=p.INK, stroke_width=9),
        *spokes,
        circle(100, 124, 11, p.INK),
    ]


def marks() -> dict[str, str]:
    """Return the marks of the partners, by file name."""
    drawn = {
        "mark-council": ("Mark of Haverwick Borough Council: an ear of oats over a river", _council()),
        "mark-college": ("Mark of Tessel College: a doorway above three steps", _college()),
        "mark-health": ("Mark of Haverwick Health Partnership: a heart made of two leaves", _health()),
        "mark-forum": ("Mark of Haverwick Voluntary Forum: three linked rings", _forum()),
        "mark-friends": ("Mark of the Friends of Haverwick Libraries: two readers and an open book", _friends()),
        "mark-homes": ("Mark of Millbrook Homes: a mill wheel under a roof", _homes()),
    }
    return {name: picture(200, 200, title, [group(parts)]) for name, (title, parts) in drawn.items()}
