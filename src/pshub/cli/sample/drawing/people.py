"""Friendly geometric people: busts for portraits and figures that sit at a table."""

from __future__ import annotations

from dataclasses import dataclass

from pshub.cli.sample.drawing import palette as p
from pshub.cli.sample.drawing.svg import Value, circle, ellipse, group, line, path, picture, rect


@dataclass(frozen=True, slots=True)
class Look:
    """What one person looks like: colours, a haircut and what else they wear."""

    skin: str
    hair: str
    top: str
    cut: str = "short"
    glasses: bool = False
    beard: bool = False
    trim: str = ""


def _hair_behind(look: Look) -> str:
    if look.cut == "long":
        return path("M-31 -4 C-38 -52 38 -52 31 -4 L34 48 C18 56 -18 56 -34 48 Z", look.hair)
    if look.cut == "afro":
        return circle(0, -14, 44, look.hair)
    if look.cut == "bob":
        return path("M-33 22 C-42 -54 42 -54 33 22 C30 30 20 30 18 22 L-18 22 C-20 30 -30 30 -33 22 Z", look.hair)
    if look.cut == "bun":
        return circle(0, -46, 16, look.hair)
    if look.cut == "scarf":
        return path("M-35 10 C-42 -52 42 -52 35 10 C34 40 26 58 0 60 C-26 58 -34 40 -35 10 Z", look.hair)
    return ""


def _hair_before(look: Look) -> str:
    if look.cut == "short":
        return path("M-29 -2 C-34 -44 34 -46 29 -2 C24 -18 12 -22 -6 -21 C-18 -20 -26 -14 -29 -2 Z", look.hair)
    if look.cut == "long":
        return path("M-29 2 C-32 -40 32 -40 29 2 C26 -16 10 -24 -4 -26 C-10 -16 -24 -12 -29 2 Z", look.hair)
    if look.cut == "afro":
        return path("M-28 -6 C-26 -34 26 -34 28 -6 C18 -20 -18 -20 -28 -6 Z", look.hair)
    if look.cut == "bob":
        return path("M-29 -4 C-30 -38 30 -38 29 -4 C14 -18 -14 -18 -29 -4 Z", look.hair)
    if look.cut == "bun":
        return path("M-29 -2 C-32 -40 32 -40 29 -2 C20 -22 -20 -22 -29 -2 Z", look.hair)
    if look.cut == "scarf":
        return path("M-29 0 C-30 -40 30 -40 29 0 C20 -18 -20 -18 -29 0 Z", look.hair)
    # Bald, with a little at the sides.
    return group([ellipse(-28, 2, 5, 11, look.hair), ellipse(28, 2, 5, 11, look.hair)])


def head(look: Look) -> str:
    """Return a head and neck around (0, 0), about 60 wide and 90 high, neck down."""
    shade = {"fill_opacity": 0.16}
    parts = [
        _hair_behind(look),
        rect(-11, 20, 22, 34, look.skin, rx=10),
        path("M-11 32 C-4 40 4 40 11 32 L11 40 C4 48 -4 48 -11 40 Z", "#000000", **shade),
        ellipse(0, 0, 28, 33, look.skin),
        circle(-29, 4, 6, look.skin) if look.cut in {"short", "bald", "bun"} else "",
        circle(29, 4, 6, look.skin) if look.cut in {"short", "bald", "bun"} else "",
    ]
    if look.beard:
        parts.append(path("M-28 4 C-28 44 28 44 28 4 C22 16 14 15 0 15 C-14 15 -22 16 -28 4 Z", look.hair))
    parts += [
        _hair_before(look),
        circle(-10, -1, 2.8, p.INK),
        circle(10, -1, 2.8, p.INK),
        line("M-15 -13 C-12 -16 -8 -16 -5 -14 M5 -14 C8 -16 12 -16 15 -13", p.INK, 2, stroke_opacity=0.6),
        line("M-8 15 C-3 20 3 20 8 15", p.PAPER if look.beard else p.INK, 2.6),
    ]
    if look.glasses:
        ring: dict[str, Value] = {"stroke": p.INK, "stroke_width": 2.4}
        parts += [
            circle(-10, -1, 8.5, "none", **ring),
            circle(10, -1, 8.5, "none", **ring),
            line("M-2 -1 L2 -1", p.INK, 2),
        ]
    return group([part for part in parts if part])


def bust(look: Look) -> str:
    """Return head and shoulders around (0, 0), shoulders about 150 wide."""
    body = path("M-76 150 C-76 78 -44 52 0 50 C44 52 76 78 76 150 Z", look.top)
    collar = path("M-22 52 L0 80 L22 52 L12 46 L-12 46 Z", look.trim) if look.trim else ""
    if look.cut == "scarf":
        return group([body, head(look)])
    return group([part for part in (body, collar, head(look)) if part])


def reader(x: float, y: float, size: float, look: Look, book: str) -> str:
    """Return a person behind a table edge at height ``y``, holding an open book."""
    parts = [
        bust(look),
        path("M-62 128 C-58 104 -40 96 -22 104 L-10 124 L-30 140 Z", look.top),
        path("M62 128 C58 104 40 96 22 104 L10 124 L30 140 Z", look.top),
        path(
            "M0 92 C-16 82 -34 82 -48 88 L-48 132 C-34 126 -16 126 0 136 C16 "
            "126 34 126 48 132 L48 88 C34 82 16 82 0 92 Z",
            book,
        ),
        line("M0 94 L0 134", p.INK, 2, stroke_opacity=0.5),
        circle(-44, 118, 8, look.skin),
        circle(44, 118, 8, look.skin),
    ]
    return group(parts, transform=f"translate({x:g} {y - 140 * size:g}) scale({size:g})")


def standing(x: float, y: float, size: float, look: Look, trousers: str) -> str:
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


PORTRAITS: dict[str, tuple[str, str, Look]] = {
    "portrait-ramanathan": (
        "Portrait of Priya Ramanathan",
        p.MARIGOLD,
        Look(p.SKINS[2], p.HAIRS[4], p.DEEP, "bob", trim=p.PAPER),
    ),
    "portrait-ellery": (
        "Portrait of Tom Ellery",
        p.MINT,
        Look(p.SKINS[0], p.HAIRS[3], p.PLUM, "short", glasses=True, beard=True),
    ),
    "portrait-oyelaran": (
        "Portrait of Grace Oyelaran",
        p.CORAL,
        Look(p.SKINS[3], p.HAIRS[0], p.PAPER, "afro", trim=p.MARIGOLD),
    ),
    "portrait-whitlock": (
        "Portrait of Hannah Whitlock",
        p.SKY,
        Look(p.SKINS[0], p.HAIRS[2], p.BRICK, "bun", glasses=True, trim=p.SAND),
    ),
}


def portraits() -> dict[str, str]:
    """Return the portraits of the people who run the hub, by file name."""
    drawn = {}
    for name, (title, ground, look) in PORTRAITS.items():
        parts = [
            rect(0, 0, 320, 320, ground),
            circle(160, 150, 126, p.PAPER, fill_opacity=0.38),
            group([bust(look)], transform="translate(160 138) scale(1.62)"),
        ]
        drawn[name] = picture(320, 320, title, parts)
    return drawn
