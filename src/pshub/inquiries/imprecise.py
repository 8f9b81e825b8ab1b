"""Dates no more exact than they are known: "late June 2011", "summer 2026", "2026".

A date is stored as an expression of EDTF (ISO 8601-2): ``2026``, ``2026-06``, ``2026-06-03``, ``2026-22`` (summer), and
``2011-06-21/2011-06-30`` for the last third of a month, which EDTF has no shorter word for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache

from django.utils import dates, formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Earlier and later years are taken for slips of the pen. A winter ends in the year after its own.
FIRST_YEAR, LAST_YEAR = 1000, 9998


class ImpreciseDateError(ValueError):
    """Some words are not a date."""

    code = "not-a-date"

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            _(
                "“%(text)s” is not a date that can be read: write it as 3 June 2026, June 2026, late June 2026, "
                "summer 2026 or 2026."
            )
            % {"text": text}
        )


class Third(Enum):
    """A third of a month, by the day on which it begins."""

    EARLY = 1
    MID = 11
    LATE = 21

    @property
    def label(self) -> str:
        """The third in a word."""
        return _word(self)


class Season(Enum):
    """A season by its number in EDTF. Each has three whole months; winter begins in December of the year it names."""

    SPRING = 21
    SUMMER = 22
    AUTUMN = 23
    WINTER = 24

    @property
    def month(self) -> int:
        """The month in which it begins."""
        return 3 * (self.value - 20)

    @property
    def label(self) -> str:
        """The season in a word."""
        return _word(self)


_IN_WORDS: Mapping[Third | Season, str | Promise] = {
    Third.EARLY: gettext_lazy("early %(when)s"),
    Third.MID: gettext_lazy("mid %(when)s"),
    Third.LATE: gettext_lazy("late %(when)s"),
    Season.SPRING: gettext_lazy("spring %(when)s"),
    Season.SUMMER: gettext_lazy("summer %(when)s"),
    Season.AUTUMN: gettext_lazy("autumn %(when)s"),
    Season.WINTER: gettext_lazy("winter %(when)s"),
}
_VALUES = {kind: frozenset(part.value for part in kind) for kind in (Third, Season)}
_OTHER_WORDS: Mapping[str, Third | Season] = {
    "beginning": Third.EARLY,
    "middle": Third.MID,
    "end": Third.LATE,
    "fall": Season.AUTUMN,
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class ImpreciseDate:
    """A year, and as much of the rest as is known.

    Attributes
    ----------
    month, day
        0 where not known; a day needs its month.
    part
        A third of the month, or a season of the year; None for neither.

    Raises
    ------
    ImpreciseDateError
        For what no calendar has, such as 31 June, or parts that do not go together.

    Examples
    --------
    >>> from datetime import date
    >>> ImpreciseDate(2011, 6, part=Third.LATE).earliest == date(2011, 6, 21)
    True
    >>> ImpreciseDate(2026, part=Season.SUMMER).canonical
    '2026-22'
    """

    year: int
    month: int = 0
    day: int = 0
    part: Third | Season | None = None

    def __post_init__(self) -> None:
        """Refuse what is no date."""
        fits = FIRST_YEAR <= self.year <= LAST_YEAR and 0 <= self.month <= 12 and self.day >= 0
        if self.day:
            fits = fits and bool(self.month) and self.part is None and self.day <= _last_day(self.year, self.month)
        if self.part is not None:
            fits = fits and isinstance(self.part, Third) == bool(self.month)
        if not fits:
            known = (str(number) for number in (self.year, self.month, self.day) if number)
            raise ImpreciseDateError("-".join(known) + (f" ({self.part.name.lower()})" if self.part else ""))

    @classmethod
    def of(cls, on: date) -> ImpreciseDate:
        """Return a day as a date known to the day."""
        return cls(on.year, on.month, on.day)

    @classmethod
    def parse(cls, text: str) -> ImpreciseDate:
        """Read a date as people write it, in English or the language at hand, or as it is stored."""
        words = " ".join(text.replace(",", " ").split())
        return _stored(words) or _written(words) or _by_formats(words) or _refuse(text)

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        if isinstance(self.part, Season):
            return date(self.year, self.part.month, 1)
        return date(self.year, self.month or 1, self.day or (self.part.value if self.part else 1))

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        if self.day:
            return self.earliest
        if isinstance(self.part, Season):
            year, month = divmod(12 * self.year + self.part.month + 1, 12)
            return date(year, month + 1, _last_day(year, month + 1))
        if self.part in (Third.EARLY, Third.MID):
            return self.earliest + timedelta(days=9)
        month = self.month or 12
        return date(self.year, month, _last_day(self.year, month))

    @property
    def sort_key(self) -> tuple[date, date]:
        """What lists are sorted by: when it can begin, and of those that begin alike the more exact first."""
        return self.earliest, self.latest

    @property
    def is_exact(self) -> bool:
        """Whether it is known to the day."""
        return bool(self.day)

    @property
    def canonical(self) -> str:
        """How it is stored: one text for each date."""
        if isinstance(self.part, Third):
            return f"{self.earliest}/{self.latest}"
        numbers = (self.year, self.part.value if self.part else self.month, self.day)
        return "-".join(f"{number:02d}" for number in numbers if number)

    @property
    def machine(self) -> str:
        """The value of an HTML ``datetime`` attribute; empty for parts, which HTML has no word for."""
        return "" if self.part else self.canonical

    @property
    def text(self) -> str:
        """The date in words, in the language at hand: "late June 2011"."""
        if self.day:
            return formats.date_format(self.earliest, "j F Y")
        when = formats.date_format(self.earliest, "F Y") if self.month else str(self.year)
        return str(_IN_WORDS[self.part]) % {"when": when} if self.part else when

    def __str__(self) -> str:
        """In words."""
        return self.text


def _last_day(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _refuse(text: str) -> ImpreciseDate:
    raise ImpreciseDateError(text)


def _stored(words: str) -> ImpreciseDate | None:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(/\d{4}-\d\d-\d\d)?)?)?", words)
    if not found:
        return None
    year, month, day = (int(number or 0) for number in found.group(1, 2, 3))
    if found.group(4):
        read = ImpreciseDate(year, month, part=Third(day)) if day in _VALUES[Third] else None
        return read if read and read.canonical == words else None
    if found.group(2) and not day and month in _VALUES[Season]:
        return ImpreciseDate(year, part=Season(month))
    if (month == 0 and found.group(2)) or (day == 0 and found.group(3)):
        return None
    return ImpreciseDate(year, month, day)


def _word(part: Third | Season) -> str:
    return (str(_IN_WORDS[part]) % {"when": ""}).strip()


@cache
def _vocabulary(_language: str) -> dict[str, int | Third | Season]:
    """Return the words of dates in a language, and in English: months as numbers, thirds and seasons."""
    words: dict[str, int | Third | Season] = dict(_OTHER_WORDS)
    for part in _IN_WORDS:
        words[part.name.lower()] = part
        words[_word(part).lower()] = part
    with translation.override("en"):
        english = {str(name).lower(): number for number, name in dates.MONTHS.items()}
    local = {str(name).lower(): number for number, name in dates.MONTHS.items()}
    short = {str(name).lower().rstrip("."): number for number, name in dates.MONTHS_ALT.items()}
    return words | english | dict(zip(_ENGLISH, range(1, 13), strict=True)) | {"sept": 9} | short | local


def _written(words: str) -> ImpreciseDate | None:
    """Read what is made of words and a year; the order of day and month is free."""
    known = _vocabulary(translation.get_language() or "en")
    year = month = day = 0
    part: Third | Season | None = None
    for word in re.split(r"[\s-]+", words.lower()):
        meant = known.get(word.rstrip("."))
        number = re.fullmatch(r"(\d{4})|(\d{1,2})(?:st|nd|rd|th)?", word)
        if isinstance(meant, (Third, Season)) and part is None:
            part = meant
        elif meant and not isinstance(meant, (Third, Season)) and not month:
            month = meant
        elif number and number.group(1) and not year:
            year = int(word)
        elif number and number.group(2) and not day and int(number.group(2)):
            day = int(number.group(2))
        elif word not in ("of", "in", "the"):
            return None
    # A day without its month is nothing that people write: 12 2026.
    return ImpreciseDate(year, month, day, part) if year and (month or not day) else None


def _by_formats(words: str) -> ImpreciseDate | None:
    """Read a day in figures, as the language at hand orders them: 3/6/2026."""
    for pattern in formats.get_format("DATE_INPUT_FORMATS"):
        if "%Y" in pattern:
            try:
                return ImpreciseDate.of(datetime.strptime(words, pattern).date())  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
    return None
