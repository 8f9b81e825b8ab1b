"""Numbers in running text that are bound to one cell of a finding.

An editor writes a token, or the editor's button writes a marked span; both name a finding, a cell and how to say it::

    {{ finding:3f2a9c0b17de/statements/12/agree|percent }}
    <span data-finding="3f2a9c0b17de…" data-cell="statements/12/agree" data-format="percent">47%</span>

What stands between the tags of a span is never shown: the value always comes from the cell.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pshub.publishing.publications.problems import NumberProblem

SHORT = 12
FORMATS = ("number", "percent", "words")
TOKEN = re.compile(r"\{\{\s*finding:(?P<body>[^{}<>]*)\}\}")
SPAN = re.compile(r"<span\b(?P<attributes>[^>]*\bdata-finding=[^>]*)>.*?</span>", re.DOTALL)
EITHER = re.compile(f"{TOKEN.pattern}|{SPAN.pattern}", re.DOTALL)
ATTRIBUTE = re.compile(r'\bdata-(?P<name>finding|cell|format)="(?P<value>[^"]*)"')
DIGEST = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class CellReference:
    """A cell of a finding, and how its value is to be said.

    `digest` may be the start of a finding's digest (at least 6 characters); `cell` is ``<table>/<row key>/<column>``.
    """

    digest: str
    cell: str
    format: str = ""

    @property
    def token(self) -> str:
        """The reference as an editor writes it."""
        tail = f"|{self.format}" if self.format else ""
        return f"{{{{ finding:{self.digest[:SHORT]}/{self.cell}{tail} }}}}"


def parse(body: str) -> CellReference:
    """Return the reference in the middle of a token, or raise `NumberProblem` naming the token."""
    address, _bar, style = (part.strip() for part in body.partition("|"))
    digest, _slash, cell = address.partition("/")
    return _reference(digest.strip(), cell.strip(), style, shown=f"{{{{ finding:{body.strip()} }}}}")


def _reference(digest: str, cell: str, style: str, *, shown: str) -> CellReference:
    if not DIGEST.fullmatch(digest):
        raise NumberProblem(
            "bad-digest",
            _("%(token)s does not name a finding: after “finding:” write at least 6 characters of its digest.")
            % {"token": shown},
        )
    if len([part for part in cell.split("/") if part]) < 3:
        raise NumberProblem(
            "bad-cell",
            _("%(token)s does not name a cell: write table, row and column with a slash between them.")
            % {"token": shown},
        )
    if style and style not in FORMATS:
        raise NumberProblem(
            "bad-format",
            _("%(token)s asks for “%(style)s”: a number can be said as number, percent or words.")
            % {"token": shown, "style": style},
        )
    return CellReference(digest, cell, style)


def _of_match(match: re.Match[str]) -> CellReference:
    if match["body"] is not None:
        return parse(html.unescape(match["body"].replace("&nbsp;", " ")))
    found = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(match["attributes"])}
    digest, cell, style = (found.get(name, "") for name in ("finding", "cell", "format"))
    shown = f"{{{{ finding:{digest[:SHORT]}/{cell} }}}}"
    return _reference(digest, cell, style, shown=shown)


def references(text: str) -> Iterator[CellReference | NumberProblem]:
    """Yield each bound number of a text (HTML), and a problem for each token that cannot be read."""
    for match in EITHER.finditer(text):
        try:
            yield _of_match(match)
        except NumberProblem as problem:
            yield problem
    rest = EITHER.sub(" ", text)
    for match in re.finditer(r"\{\{[^<]{0,60}|\bfinding:[0-9a-f]{6}[^<]{0,50}", rest):
        yield NumberProblem(
            "broken-token",
            _("“%(text)s” looks like a bound number but cannot be read: take formatting off it, or paste it again.")
            % {"text": html.unescape(match[0]).strip()},
        )


def replace(text: str, say: Callable[[CellReference], str]) -> str:
    """Return a text (HTML) with each bound number replaced by what `say` returns; unreadable ones are left out."""

    def one(match: re.Match[str]) -> str:
        try:
            return say(_of_match(match))
        except NumberProblem:
            return ""

    return EITHER.sub(one, text)
