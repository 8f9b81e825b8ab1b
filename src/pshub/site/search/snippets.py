"""The passage of a text in which the words that were looked for stand, with those words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from itertools import islice

from django.utils.safestring import SafeString, mark_safe

from pshub.site.search.words import fold, stem

LENGTH = 240
#: Places in a text that are looked at for the best passage.
LOOKED_AT = 60


@lru_cache(maxsize=64)
def pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds words, or others of the same stem, in a folded text."""
    if not words:
        return None
    choices = "|".join(
        rf"{re.escape(stem(word))}[^\W_]{{0,6}}" if len(stem(word)) > 3 else rf"{re.escape(word)}(?:e?s)?"
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"(?<![^\W_])(?:{choices})(?![^\W_])")


def marked(text: str, words: Iterable[str]) -> SafeString:
    """Return a text as HTML with words marked."""
    found = pattern(tuple(words))
    pieces, last = [], 0
    for hit in found.finditer(fold(text)) if found else ():
        pieces += [escape(text[last : hit.start()]), "<mark>", escape(text[hit.start() : hit.end()]), "</mark>"]
        last = hit.end()
    return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308  (each piece is escaped above)


def _window(text: str, start: int) -> tuple[int, int]:
    """Return a stretch of about `LENGTH` characters around a place, cut between words."""
    begin = max(0, start - LENGTH // 3)
    if begin:
        gap = text.find(" ", begin, start)
        begin = gap + 1 if gap >= 0 else begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        gap = text.rfind(" ", begin, end)
        end = gap if gap > start else end
    return begin, end


def passage(texts: Iterable[str], words: Iterable[str]) -> SafeString:
    """Return as HTML the passage of the first of some texts, summary before body, that holds the most of the words.

    Where none of the words stands in any, the beginning of the first.
    """
    wanted = tuple(words)
    found = pattern(wanted)
    kept = [" ".join(text.split()) for text in texts if text.strip()]
    best: tuple[int, str, int, int] | None = None
    for text in kept:
        hits: list[tuple[int, str]] = []
        for hit in islice(found.finditer(fold(text)), LOOKED_AT) if found is not None else ():
            hits.append((hit.start(), stem(hit.group())))
        for place, _word in hits:
            begin, end = _window(text, place)
            several = len({word for at, word in hits if begin <= at < end})
            if best is None or several > best[0]:
                best = (several, text, begin, end)
    if best is None:
        first = kept[0] if kept else ""
        best = (0, first, *_window(first, 0))
    _several, text, begin, end = best
    middle = marked(text[begin:end].strip(), wanted)
    return mark_safe(f"{'… ' if begin else ''}{middle}{' …' if end < len(text) else ''}")  # noqa: S308  (escaped above)
