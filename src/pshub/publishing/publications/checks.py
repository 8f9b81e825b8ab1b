"""What must hold before a publication goes out, and what an editor has to confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pshub.publishing.publications.cited import CitedFinding, CitedFindings
from pshub.publishing.publications.content import bound_numbers, passages, shown_findings
from pshub.publishing.publications.numbers import CellReference
from pshub.publishing.publications.numerals import Numeral, numerals, plain
from pshub.publishing.publications.problems import NumberProblem, Problem

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationPage


@dataclass(frozen=True, slots=True)
class Cite:
    """A finding, or one cell of it, that is about to be cited, and what the page says of it."""

    finding: CitedFinding
    cell: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """All that was found in a publication."""

    problems: tuple[Problem, ...]
    cites: tuple[Cite, ...]
    numerals: tuple[Numeral, ...]

    @property
    def findings(self) -> list[CitedFinding]:
        """The findings cited, each once."""
        return list({cite.finding.digest: cite.finding for cite in self.cites}.values())

    @property
    def dates(self) -> list[Numeral]:
        """What reads as a date or year; nobody needs to confirm these."""
        return [numeral for numeral in self.numerals if numeral.date]

    def unconfirmed(self, confirmed: Collection[str]) -> list[Numeral]:
        """Return the numerals that are bound to nothing and that nobody has confirmed."""
        known = set(confirmed)
        return [numeral for numeral in self.numerals if not numeral.date and numeral.key not in known]


def check(page: PublicationPage) -> Check:
    """Look at all that a publication says and shows. Nothing is written."""
    numbers = list(bound_numbers(page))
    blocks = list(shown_findings(page))
    digests = {reference.digest for _passage, reference in numbers if isinstance(reference, CellReference)}
    cited = CitedFindings(digests, keys=[block.key for block in blocks if block.key])
    problems: list[Problem] = []
    cites: dict[tuple[str, str], Cite] = {}

    def keep(where: str, finding: CitedFinding, cell: str, value: str) -> None:
        if not finding.finding.public:
            problems.append(Problem("finding-not-public", where, _not_public(finding)))
        cites.setdefault((finding.digest, cell), Cite(finding, cell, value))

    for block in blocks:
        try:
            finding = cited.by_key(block.key)
            _refuse_withdrawn(finding)
            finding.block(block.figure)
            keep(block.where, finding, "", "")
        except NumberProblem as problem:
            problems.append(Problem(problem.code, block.where, str(problem)))
    for passage, reference in numbers:
        try:
            if isinstance(reference, NumberProblem):
                raise reference
            finding = cited.get(reference.digest, token=reference.token)
            _refuse_withdrawn(finding)
            keep(passage.where, finding, reference.cell, finding.say(reference))
        except NumberProblem as problem:
            problems.append(Problem(problem.code, passage.where, str(problem)))
    return Check(tuple(dict.fromkeys(problems)), tuple(cites.values()), tuple(_numerals(page)))


def _refuse_withdrawn(finding: CitedFinding) -> None:
    if finding.hidden:
        message = _(
            "finding %(finding)s (“%(title)s”) was withdrawn: %(reason)s Take it out, or choose another finding."
        )
        reason = finding.standing.reason.rstrip(".") + "."
        named = {"finding": finding.short, "title": finding.finding.title, "reason": reason}
        raise NumberProblem("withdrawn-finding", message % named)


def _not_public(finding: CitedFinding) -> str:
    return _("finding %(finding)s (“%(title)s”) is not public yet: ask an analyst to make it public first.") % {
        "finding": finding.short,
        "title": finding.finding.title,
    }


def _numerals(page: PublicationPage) -> Iterator[Numeral]:
    for passage in passages(page):
        yield from numerals(plain(passage.html), where=passage.where)


def unconfirmed_problem(left: Collection[Numeral]) -> Problem:
    """Return the problem of numerals that nobody confirmed."""
    shown = ", ".join(
        f"“{numeral.before[-20:].lstrip()}{numeral.text}{numeral.after[:15].rstrip()}”" for numeral in left
    )
    message = ngettext(
        "%(count)d number is bound to no finding: %(shown)s. Bind it, or confirm that it is meant as it stands.",
        "%(count)d numbers are bound to no finding: %(shown)s. Bind them, or confirm that they are meant as they are.",
        len(left),
    ) % {"count": len(left), "shown": shown}
    return Problem("unconfirmed-numbers", "", message)
