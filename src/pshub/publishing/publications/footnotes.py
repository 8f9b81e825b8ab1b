"""Footnotes in running text.

The editor's button writes a marked span whose attribute holds the words of the note, so that a note stays with its
place and is frozen with its revision::

    <span data-footnote="Minutes of the council, 3 June 2026.">*</span>

What stands between the tags is never shown: notes are numbered in the order in which they are read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

SPAN = re.compile(r'<span\b[^>]*\bdata-footnote="(?P<words>[^"]*)"[^>]*>.*?</span>', re.DOTALL)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note: its number, and its words as HTML."""

    number: int
    html: SafeString


class Footnotes:
    """The notes of one reading of a publication, counted as they are met."""

    def __init__(self) -> None:
        self.notes: list[Footnote] = []

    def __iter__(self) -> Iterator[Footnote]:
        """Each note in order."""
        return iter(self.notes)

    def __len__(self) -> int:
        """How many were met so far."""
        return len(self.notes)

    def add(self, words: str, *, say: Callable[[str], str]) -> Footnote:
        """Keep a note; `say` puts bound numbers in place."""
        note = Footnote(len(self.notes) + 1, note_html(words, say=say))
        self.notes.append(note)
        return note


def note_html(words: str, *, say: Callable[[str], str]) -> SafeString:
    """Return the words of a note as HTML: escaped, with addresses as links and bound numbers said."""
    # urlize escapes, and what `say` puts in is HTML of its own.
    return mark_safe(say(urlize(words, autoescape=True)))  # noqa: S308


def mark(note: Footnote) -> SafeString:
    """Return the mark in the text, which leads to the note."""
    label = _("Note %(number)d") % {"number": note.number}
    return format_html(
        '<sup class="psh-note-mark"><a href="#note-{0}" id="note-mark-{0}" role="doc-noteref" aria-label="{1}">{0}</a>'
        "</sup>",
        note.number,
        label,
    )


def on_paper(note: Footnote) -> SafeString:
    """Return the note itself; the style sheet for paper takes it to the foot of the page."""
    return format_html('<span class="footnote">{}</span>', note.html)


def replace(text: str, put: Callable[[str], str]) -> str:
    """Return a text (HTML) with each note replaced by what `put` returns for its words."""
    return SPAN.sub(lambda match: put(html.unescape(match["words"])), text)


def apart(text: str) -> tuple[str, list[str]]:
    """Return a text (HTML) without its notes, and the words of the notes as HTML."""
    words = [str(escape(html.unescape(found))) for found in SPAN.findall(text)]
    return SPAN.sub("", text), words
