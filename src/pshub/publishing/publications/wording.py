"""How the value of a cell is said: as a number, as a percentage, or in rounded words."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from pshub.evidence.cells import SHARE, CellValue
from pshub.publishing.publications.problems import NumberProblem

PERCENT_UNITS = frozenset({"%", "percent", "per cent"})
NEAR = 0.005
CLOSE = 0.03

#: Shares that have a name in everyday language.
NAMED_SHARES = (
    (Fraction(1, 10), gettext_lazy("one in ten")),
    (Fraction(1, 5), gettext_lazy("a fifth")),
    (Fraction(1, 4), gettext_lazy("a quarter")),
    (Fraction(1, 3), gettext_lazy("a third")),
    (Fraction(2, 5), gettext_lazy("two fifths")),
    (Fraction(1, 2), gettext_lazy("half")),
    (Fraction(3, 5), gettext_lazy("three fifths")),
    (Fraction(2, 3), gettext_lazy("two thirds")),
    (Fraction(3, 4), gettext_lazy("three quarters")),
    (Fraction(4, 5), gettext_lazy("four fifths")),
    (Fraction(9, 10), gettext_lazy("nine in ten")),
)
SMALL = (
    gettext_lazy("none"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
)


def say(cell: CellValue, style: str = "") -> str:
    """Return the words or figures for a cell.

    Parameters
    ----------
    cell
        The cell as its table holds it. An empty one was left out for disclosure control and cannot be said.
    style
        ``number``, ``percent`` or ``words``; empty writes it as the evidence page does.

    Raises
    ------
    NumberProblem
        Where the cell is empty, or cannot be said in that style.
    """
    value, unit = cell.value, cell.column.unit
    if value is None or value == "":
        raise NumberProblem(
            "empty-cell", _("the cell is empty: its value was left out because it would tell about too few people")
        )
    if not style:
        return cell.text
    if isinstance(value, str | bool):
        raise NumberProblem("not-a-number", _("the cell holds words, not a number: leave out the format"))
    if style == "words":
        return _share_in_words(_share(value, unit)) if _is_share(value, unit) else _count_in_words(value)
    if style == "percent":
        return _percent(_share(value, unit))
    return _number(value)


def _is_share(value: float, unit: str) -> bool:
    return unit in PERCENT_UNITS or unit == SHARE or (isinstance(value, float) and 0 <= value <= 1)


def _share(value: float, unit: str) -> float:
    share = value / 100 if unit in PERCENT_UNITS else float(value)
    if not -1 <= share <= 1:
        raise NumberProblem(
            "not-a-share", _("the cell holds %(value)s, which is not a share of a whole") % {"value": value}
        )
    return share


def _number(value: float) -> str:
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}".replace("-", "−")
    return f"{value:,.3g}".replace("-", "−") if abs(value) < 1000 else f"{value:,.0f}".replace("-", "−")


def _percent(share: float) -> str:
    percent = share * 100
    rounded = round(percent)
    if rounded == 0 and percent > 0:
        return _("less than 1%")
    return f"{rounded}%".replace("-", "−")


def _share_in_words(share: float) -> str:
    if share <= NEAR:
        return _("almost none") if share > 0 else str(SMALL[0])
    if share >= 1 - NEAR:
        return _("almost all") if share < 1 else _("all")
    named, words = min(NAMED_SHARES, key=lambda pair: abs(float(pair[0]) - share))
    off = share - float(named)
    if abs(off) <= NEAR:
        return str(words)
    if abs(off) > CLOSE:
        return pgettext("about 47%", "about %(amount)s") % {"amount": _percent(round(share * 20) / 20)}
    if off < 0:
        return pgettext("nearly half", "nearly %(amount)s") % {"amount": words}
    return pgettext("just over half", "just over %(amount)s") % {"amount": words}


def _count_in_words(value: float) -> str:
    if isinstance(value, int) and 0 <= value < len(SMALL):
        return str(SMALL[value])
    size = 10 ** max(1, len(str(int(abs(value)))) - 2)
    rounded = int(round(value / size) * size)
    if rounded == value:
        return _number(rounded)
    return pgettext("about 300", "about %(amount)s") % {"amount": _number(rounded)}
