"""Numerals in a text that are bound to no finding: an editor says that each is meant as it stands."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pshub.publishing.publications.numbers import EITHER

BOUND = "\u2400"
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
#: A day of a month, a date in figures, or a year or span of years that stands alone.
DATE = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b(?:\s+\d{{4}}\b)?"
    rf"|\b(?:{MONTHS})\s+\d{{1,2}}\b(?:,?\s+\d{{4}}\b)?"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b"
    r"|(?<![\w£$€.,/-])(?:18|19|20|21)\d{2}(?:[/–-]\d{2,4})?(?![\w%/-]|[.,]\d|\s?(?:per cent|percent)\b)"
)
FIGURE = (
    r"(?<![\w/@#.-])[£$€]?\d+(?:[.,:]\d+)*(?:\s?(?:%|(?:per cent|percent|million|billion|bn|m|k)\b)|(?:st|nd|rd|th)\b)?"
)
NUMERAL = re.compile(f"(?P<date>{DATE})|{FIGURE}", re.IGNORECASE)
AROUND = 40


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in a text: as written, with the words around it, where, and whether it reads as a date."""

    text: str
    before: str
    after: str
    where: str
    date: bool

    @property
    def key(self) -> str:
        """What names this numeral among those of a publication, as long as the words around it stay the same."""
        return f"{self.before.strip()[-20:]}|{self.text}|{self.after.strip()[:20]}"


def plain(text: str) -> str:
    """Return the words of some HTML, with a sign in place of each bound number."""
    text = EITHER.sub(BOUND, text)
    text = re.sub(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", " \n", text)
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def numerals(text: str, *, where: str) -> Iterator[Numeral]:
    """Yield the numerals of a plain text that are bound to nothing."""
    for match in NUMERAL.finditer(text):
        start, stop = match.span()
        yield Numeral(
            text=match[0].strip(),
            before=text[max(0, start - AROUND) : start].replace(BOUND, "…").replace("\n", " "),
            after=text[stop : stop + AROUND].replace(BOUND, "…").replace("\n", " "),
            where=where,
            date=match["date"] is not None,
        )
