"""Colours, type and labels of the figures of a conversation.

Each colour has a contrast of at least 4.5 against white, so that white letters stand on it, and of at least 3 against
the dark theme's card, so that marks stay visible there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
GROUP_COLOURS = {"A": "#2c73bb", "B": "#b95217", "C": "#127e74", "D": "#9154c6", "E": "#8d6d0b"}
NOT_PLACED = "#69737c"
ANSWER_COLOURS = {"agree": "#0e8069", "disagree": "#c84052", "pass": "#aab4bc"}
PAPER, INK, QUIET, RULE = "#ffffff", "#1c2733", "#5a6672", "#dfe4e8"
DENSITY_COLOURS = ("#f1f6fb", "#d6e5f3", "#b3d0e9", "#8bb8de", "#669fd1")
FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"
CONFIG: Mapping[str, Any] = {
    "background": PAPER,
    "font": FONT,
    "padding": 12,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    },
    "legend": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "orient": "top"},
    "header": {"labelColor": INK, "labelFontSize": 14, "labelFontWeight": "bold", "titleFontSize": 0},
}


def text_width(text: str) -> int:
    """Return how wide a text is in half-em columns: East Asian wide characters take two.

    Examples
    --------
    >>> text_width("bus"), text_width("公車")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pieces(text: str) -> list[str]:
    """Split a text where a line may break: after spaces and after wide characters."""
    pieces: list[str] = []
    piece = ""
    for character in text:
        piece += character
        if character == " " or unicodedata.east_asian_width(character) in "WF":
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def wrapped(text: str, *, columns: int = 54, lines: int = 2) -> str:
    r"""Return a text in at most so many lines of so many columns, the last cut with an ellipsis if need be.

    White space of any kind becomes one space, so a label never holds a line break of its own.

    Examples
    --------
    >>> wrapped("Libraries should open on Sundays", columns=16)
    'Libraries should\nopen on Sundays'
    >>> wrapped("Libraries should open on Sundays", columns=16, lines=1)
    'Libraries\u2026'
    """
    # A label needs no more than its first characters: a text may be very long.
    flat = " ".join(text[: columns * lines * 4].split())
    rows: list[str] = [""]
    for piece in _pieces(flat):
        while text_width(piece) > columns:
            head, piece = piece[:columns], piece[columns:]
            rows += [head, ""]
        if text_width(rows[-1] + piece.rstrip()) > columns:
            rows.append("")
        rows[-1] += piece
    rows = [row.strip() for row in rows if row.strip()]
    if len(rows) > lines or len(text) > columns * lines * 4:
        rows = rows[:lines]
        while rows and text_width(rows[-1]) >= columns:
            rows[-1] = rows[-1][:-1].rstrip() if " " not in rows[-1] else rows[-1].rsplit(" ", 1)[0]
        if rows:
            rows[-1] += "…"
    return "\n".join(rows)


def statement_label(statement: str, text: str) -> str:
    """Return how a statement is named on an axis: its number, then its words as far as they fit."""
    return wrapped(f"{statement} · {text}" if text.strip() else f"Statement {statement}")
