"""The colours of all pictures: a dozen, so that they look like one hand on light and dark pages."""

from __future__ import annotations

import random

INK = "#1f2a44"
DEEP = "#0f4f58"
TEAL = "#2b8a86"
MINT = "#a6d3c2"
SKY = "#cfe5e6"
PAPER = "#faf3e4"
SAND = "#ecdab8"
MARIGOLD = "#f1b340"
CORAL = "#e2694b"
BRICK = "#b04e3a"
PLUM = "#743a5c"
LEAF = "#5c9860"

SPINES = (CORAL, MARIGOLD, TEAL, PAPER, PLUM, MINT, BRICK, LEAF, SAND, INK)
SKINS = ("#f2cfae", "#dba77c", "#b97a4f", "#8a5535", "#5f3a26")
HAIRS = ("#2a211f", "#5a3825", "#8d8a86", "#c98a3d", "#1c1a24", "#e6e1d8")


def seeded(number: int) -> random.Random:
    """Return the same stream of chances for the same number, so that a picture is drawn alike on every run."""
    return random.Random(number)  # noqa: S311 - where a book stands is no secret
