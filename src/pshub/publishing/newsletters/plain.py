"""Plain text from the markup of running text."""

from __future__ import annotations

import textwrap

from lxml import html as markup  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

WIDTH = 76


def plain_text(fragment: str) -> str:
    """Return running text without its markup: paragraphs apart, lists with signs, links with their addresses."""
    if not fragment.strip():
        return ""
    tree = markup.fragment_fromstring(fragment, create_parent="div")
    return "\n\n".join(block for block in _blocks(tree) if block)


def _blocks(tree: HtmlElement) -> list[str]:
    found = [_filled(tree.text or "")]
    for child in tree:
        if child.tag in {"ul", "ol"}:
            found.append(_list(child))
        elif child.tag in {"div", "section", "blockquote"}:
            found += _blocks(child)
        else:
            found.append(_filled(_inline(child)))
        found.append(_filled(child.tail or ""))
    return found


def _list(tree: HtmlElement) -> str:
    lines = []
    for number, item in enumerate(tree.findall("li"), 1):
        sign = f"{number}. " if tree.tag == "ol" else "- "
        lines.append(_filled(_inline(item), first=sign, rest=" " * len(sign)))
    return "\n".join(lines)


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return "\n"
    words = element.text or ""
    for child in element:
        words += _inline(child) + (child.tail or "")
    address = element.get("href") if element.tag == "a" else None
    # An address that is its own words is not said twice.
    return f"{words} ({address})" if address and address.rstrip("/") != words.strip().rstrip("/") else words


def _filled(words: str, first: str = "", rest: str = "") -> str:
    lines = [" ".join(line.split()) for line in words.split("\n")] if words.strip() else []
    text = "\n".join(
        textwrap.fill(line, WIDTH, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
        for line in lines
        if line
    )
    return first + text if text else ""
