"""The few SVG elements that the pictures are made of.

Everything is a presentation attribute: no style element, script or reference, so that a strict content policy and
an image cleaner leave the pictures as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

Value = str | float | int


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    rounded = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if rounded in {"-0", ""} else rounded


def tag(name: str, content: str = "", /, **attributes: Value) -> str:
    """Return one element; underscores in attribute names stand for hyphens."""
    written = "".join(f" {key.rstrip('_').replace('_', '-')}={quoteattr(_text(v))}" for key, v in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def rect(x: float, y: float, width: float, height: float, fill: str, **more: Value) -> str:
    """Return a rectangle by its top left corner."""
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def circle(x: float, y: float, radius: float, fill: str, **more: Value) -> str:
    """Return a circle."""
    return tag("circle", cx=x, cy=y, r=radius, fill=fill, **more)


def ellipse(x: float, y: float, wide: float, high: float, fill: str, **more: Value) -> str:
    """Return an ellipse by its centre and half axes."""
    return tag("ellipse", cx=x, cy=y, rx=wide, ry=high, fill=fill, **more)


def path(d: str, fill: str = "none", /, **more: Value) -> str:
    """Return a path."""
    return tag("path", d=d, fill=fill, **more)


def line(d: str, stroke: str, width: float, **more: Value) -> str:
    """Return an open path drawn with round ends."""
    return path(d, stroke=stroke, stroke_width=width, stroke_linecap="round", stroke_linejoin="round", **more)


def group(parts: Iterable[str], **attributes: Value) -> str:
    """Return a group of elements."""
    return tag("g", "\n".join(parts), **attributes)


def label(x: float, y: float, words: str, size: float, fill: str, **more: Value) -> str:
    """Return words in the reader's own sans-serif."""
    return tag(
        "text",
        escape(words),
        x=x,
        y=y,
        font_family="system-ui, Helvetica, Arial, sans-serif",
        font_size=size,
        fill=fill,
        **more,
    )


def picture(width: int, height: int, title: str, parts: Iterable[str]) -> str:
    """Return a whole SVG document with an accessible title."""
    body = "\n".join([tag("title", escape(title)), *parts])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">\n{body}\n</svg>\n'
    )
