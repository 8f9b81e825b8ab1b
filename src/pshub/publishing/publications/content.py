"""What a publication's body holds, read for checking and for rendering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from pshub.publishing.publications.blocks import anchor
from pshub.publishing.publications.numbers import CellReference, references
from pshub.publishing.publications.problems import NumberProblem

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationPage


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a publication: where they stand, and the words as HTML."""

    where: str
    html: str
    takes_numbers: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding that a block shows: the place, the finding's key (None where none is chosen), and the figure's name."""

    where: str
    key: int | None
    figure: str


def _place(number: int, block: Any) -> str:
    return _("Block %(number)d (%(name)s)") % {"number": number, "name": str(block.block.label).lower()}


def passages(page: PublicationPage) -> Iterator[Passage]:
    """Yield all that a publication says in words, in reading order."""
    yield Passage(_("Title"), escape(page.title), takes_numbers=False)
    yield Passage(_("Summary"), escape(page.summary), takes_numbers=False)
    for number, block in enumerate(page.body, 1):
        place = _place(number, block)
        match block.block_type:
            case "text":
                yield Passage(place, block.value.source)
            case "heading":
                yield Passage(place, escape(block.value), takes_numbers=False)
            case "finding" | "picture":
                yield Passage(place, escape(block.value["caption"]))
            case "quote":
                yield Passage(place, escape(block.value["quote"]))
            case "next_steps":
                yield Passage(place, escape(block.value["title"]), takes_numbers=False)
                for step in block.value["steps"]:
                    yield Passage(
                        place, " · ".join(escape(step[name]) for name in ("what", "who", "when") if step[name])
                    )


def bound_numbers(page: PublicationPage) -> Iterator[tuple[Passage, CellReference | NumberProblem]]:
    """Yield each bound number of a publication, or what is wrong with it, and where it stands."""
    for passage in passages(page):
        for reference in references(passage.html):
            if passage.takes_numbers or isinstance(reference, NumberProblem):
                yield passage, reference
            else:
                message = _("%(token)s stands where a bound number is not shown: use it in text, captions and steps.")
                yield passage, NumberProblem("no-numbers-here", message % {"token": reference.token})


def shown_findings(page: PublicationPage) -> Iterator[Shown]:
    """Yield the findings that blocks of a publication show."""
    for number, block in enumerate(page.body, 1):
        if block.block_type == "finding":
            finding = block.value["finding"]
            yield Shown(_place(number, block), finding.pk if finding else None, block.value["figure"].strip())


def headings(page: PublicationPage) -> list[tuple[str, str]]:
    """Return the list of contents: pairs of words and address within the page."""
    return [
        (block.value if block.block_type == "heading" else block.value["title"], anchor(block))
        for block in page.body
        if anchor(block)
    ]
