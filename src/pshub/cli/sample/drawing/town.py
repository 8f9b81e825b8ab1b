"""The map of the borough: wards, the river and the libraries."""

from __future__ import annotations

from collections.abc import Sequence

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.svg import circle, group, label, line, path, picture, rect

Point = tuple[float, float]

OUTLINE: tuple[Point, ...] = (
    (96, 190),
    (150, 92),
    (262, 66),
    (372, 40),
    (470, 74),
    (566, 52),
    (668, 96),
    (742, 170),
    (728, 262),
    (768, 352),
    (742, 452),
    (760, 548),
    (690, 640),
    (588, 668),
    (502, 716),
    (398, 690),
    (300, 712),
    (196, 668),
    (112, 610),
    (78, 510),
    (44, 420),
    (70, 306),
)
"""The borough's boundary, in the map's own units."""

WARDS: tuple[tuple[str, Point, str], ...] = (
    ("Long Moor", (200, 178), p.MINT),
    ("Upper Tessel", (438, 132), p.SAND),
    ("Thornley Rise", (646, 170), p.MINT),
    ("Canalside", (176, 372), p.SAND),
    ("Northgate", (356, 292), "#bcdcd3"),
    ("Abbey Gate", (482, 374), p.SAND),
    ("Eastfields", (664, 374), "#d9e6c9"),
    ("Weavers", (330, 458), "#d9e6c9"),
    ("Priory", (520, 518), "#bcdcd3"),
    ("Millbrook", (196, 578), p.MINT),
    ("Southwater", (424, 632), p.SAND),
    ("Oat Hill", (656, 566), p.MINT),
)

NUDGES: dict[str, Point] = {
    "Abbey Gate": (6, 50),
    "Thornley Rise": (-2, 12),
    "Millbrook": (-38, 12),
    "Weavers": (22, 0),
    "Upper Tessel": (-30, 6),
}
"""Where a name moves so that it does not lie on a library or the river."""

RIVER = (
    "M596 6 C560 120 500 150 452 214 C420 258 440 306 412 352 C384 398 300 396 262 "
    "450 C226 502 262 560 226 618 C204 656 196 700 200 770"
)
CANAL = "M14 330 C110 340 180 300 250 330 C310 356 360 372 404 362"

LIBRARIES: tuple[tuple[str, Point], ...] = (
    ("Central Library", (446, 336)),
    ("Northgate", (330, 250)),
    ("Canalside", (140, 398)),
    ("Thornley Rise", (654, 222)),
    ("Weavers Lane", (348, 486)),
    ("Priory", (566, 474)),
    ("Abbey Gate", (528, 352)),
    ("Millbrook", (150, 532)),
)


def _side(point: Point, near: Point, far: Point) -> float:
    """Return a positive number where the point is nearer to ``near`` than to ``far``."""
    return (point[0] - far[0]) ** 2 + (point[1] - far[1]) ** 2 - (point[0] - near[0]) ** 2 - (point[1] - near[1]) ** 2


def _cut(polygon: Sequence[Point], near: Point, far: Point) -> list[Point]:
    kept: list[Point] = []
    for here, there in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        a, b = _side(here, near, far), _side(there, near, far)
        if a >= 0:
            kept.append(here)
        if (a > 0 > b) or (a < 0 < b):
            t = a / (a - b)
            kept.append((here[0] + t * (there[0] - here[0]), here[1] + t * (there[1] - here[1])))
    return kept


def _closed(points: Sequence[Point]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) + " Z"


def _ward(name: str, centre: Point, fill: str) -> str:
    shape: Sequence[Point] = OUTLINE
    for other, far, _ in WARDS:
        if other != name:
            shape = _cut(shape, centre, far)
    return path(_closed(shape), fill, stroke=p.PAPER, stroke_width=6, stroke_linejoin="round")


def book(x: float, y: float, size: float, fill: str) -> str:
    """Return an open book around a point."""
    pages = "M0 -6 C-5 -11 -13 -11 -18 -8 L-18 8 C-13 5 -5 6 0 10 C5 6 13 5 18 8 L18 -8 C13 -11 5 -11 0 -6 Z"
    return group(
        [path(pages, fill), line("M0 -5 L0 9", p.INK, 1.6)], transform=f"translate({x:g} {y:g}) scale({size:g})"
    )


def _library(number: int, at: Point) -> str:
    x, y = at
    central = number == 0
    size = 30 if central else 22
    return group(
        [
            circle(x, y + 3, size + 2, p.INK, fill_opacity=0.18),
            circle(x, y, size, p.CORAL if central else p.DEEP, stroke=p.PAPER, stroke_width=4),
            book(x, y, 1.05 if central else 0.78, p.PAPER),
        ]
    )


def _van(x: float, y: float) -> str:
    return group(
        [
            rect(-34, -22, 50, 32, p.CORAL, rx=5),
            path("M16 -12 L30 -12 L38 2 L38 10 L16 10 Z", p.CORAL),
            path("M20 -7 L28 -7 L33 2 L20 2 Z", p.SKY),
            rect(-27, -15, 36, 9, p.PAPER, rx=2),
            circle(-18, 11, 7.5, p.INK),
            circle(24, 11, 7.5, p.INK),
        ],
        transform=f"translate({x:g} {y:g})",
    )


def _tree(x: float, y: float) -> str:
    return group(
        [line(f"M{x} {y} L{x} {y + 16}", p.BRICK, 4), circle(x, y - 6, 13, p.LEAF), circle(x - 8, y, 9, p.LEAF)]
    )


def _hills() -> list[str]:
    rises = [(588, 252), (706, 262), (112, 226), (706, 520)]
    return [line(f"M{x - 20} {y} C{x - 10} {y - 20} {x + 10} {y - 20} {x + 20} {y}", p.LEAF, 4) for x, y in rises]


def town() -> dict[str, str]:
    """Return the map of the borough."""
    named = {"Central Library": 0}
    parts = [
        rect(0, 0, 800, 760, p.PAPER),
        path(
            _closed([(x + 5, y + 9) for x, y in OUTLINE]),
            p.INK,
            fill_opacity=0.12,
            stroke=p.INK,
            stroke_opacity=0.12,
            stroke_width=10,
            stroke_linejoin="round",
        ),
        *(_ward(*ward) for ward in WARDS),
        path(_closed(OUTLINE), stroke=p.DEEP, stroke_width=5, stroke_linejoin="round"),
        *_hills(),
        line(CANAL, p.TEAL, 7, stroke_dasharray="1 12"),
        line(RIVER, p.PAPER, 26),
        line(RIVER, "#6fb7bf", 18),
        *(
            _tree(x, y)
            for x, y in ((100, 470), (604, 620), (700, 440), (318, 640), (400, 86), (240, 236), (528, 232), (84, 330))
        ),
        *(
            label(
                x + NUDGES.get(name, (0, 0))[0],
                y + NUDGES.get(name, (0, 0))[1],
                name,
                25,
                p.INK,
                text_anchor="middle",
                font_weight=700,
                stroke=p.PAPER,
                stroke_width=6,
                stroke_linejoin="round",
                paint_order="stroke",
                stroke_opacity=0.75,
            )
            for name, (x, y), _ in WARDS
        ),
        *(_library(named.get(name, 1), at) for name, at in LIBRARIES),
        _van(206, 126),
    ]
    title = "Map of the borough of Haverwick: twelve wards, the River Tessel, eight libraries and the mobile library"
    return {"map": picture(800, 760, title, parts)}
