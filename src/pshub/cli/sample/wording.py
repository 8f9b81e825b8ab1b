"""Binding the words of a sample publication to the cells of the finding that it is about.

A text says ``{keep agree one-bus}`` for the share of an outlook's group who agree with a statement, ``{all agree
one-bus}`` for that of everybody, ``{size keep}`` and ``{label keep}`` for a group, ``{people}`` and ``{votes}`` for the
whole. Nothing in the text is a number about votes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pshub.cli.sample.electorate import OUTLOOKS
from pshub.evidence.cells import all_cells
from pshub.evidence.models import Finding

PLACEHOLDER = re.compile(r"\{([a-z0-9-]+(?: [a-z0-9-]+)*)\}")
#: The statement that tells which group is which outlook: the group that agrees with it most.
ANCHORS = {"keep": "trained-librarian", "share": "four-good-ones", "run": "still-real"}


class UnboundWords(ValueError):
    """A placeholder of a sample text names nothing in the finding."""

    code = "unbound-words"

    def __init__(self, placeholder: str) -> None:
        self.placeholder = placeholder
        super().__init__(f"{{{placeholder}}} names nothing in the finding: look for a slip in the sample's text")


@dataclass(frozen=True, slots=True)
class Binding:
    """What placeholders stand for: the finding, its cells' values, groups by outlook, statement numbers by key."""

    digest: str
    values: Mapping[str, object]
    labels: Mapping[str, str]
    numbers: Mapping[str, int]
    words: Mapping[str, str]

    def share(self, outlook: str, answer: str, statement: str) -> str:
        """Return the address of the cell with the share of a group, or of ``all``, who gave an answer."""
        number = self.numbers[statement]
        if outlook == "all":
            return f"statements/{number}/{answer}_share"
        return f"answers-by-group/{self.labels[outlook]}-{number}/{answer}_share"

    def address(self, placeholder: str) -> str:
        """Return the address of the cell that a placeholder stands for.

        Raises
        ------
        UnboundWords
            Where there is no such cell.
        """
        try:
            match placeholder.split(" "):
                case ["people" | "votes" as measure]:
                    cell = f"overview/{measure}/value"
                case ["size", outlook]:
                    cell = f"groups/{self.labels[outlook]}/people"
                case [outlook, ("agree" | "disagree" | "pass") as answer, statement]:
                    cell = self.share(outlook, answer, statement)
                case _:
                    raise UnboundWords(placeholder)
        except KeyError:
            raise UnboundWords(placeholder) from None
        if self.values.get(cell) is None:
            raise UnboundWords(placeholder)
        return cell

    def bind(self, text: str) -> str:
        """Return a text with its placeholders turned into bound numbers, or into plain words where they are none."""

        def one(match: re.Match[str]) -> str:
            placeholder = match[1]
            if placeholder in self.words:
                return self.words[placeholder]
            if placeholder.startswith("label "):
                return self.labels[placeholder.removeprefix("label ")]
            return f"{{{{ finding:{self.digest[:12]}/{self.address(placeholder)} }}}}"

        return PLACEHOLDER.sub(one, text)


def binding(finding: Finding, numbers: Mapping[str, int], words: Mapping[str, str]) -> Binding:
    """Return the binding of a finding about the first round."""
    values = {address: cell.value for address, cell in all_cells(finding).items()}
    groups = sorted({address.split("/")[1] for address in values if address.startswith("groups/")})
    labels = {}
    for outlook in OUTLOOKS:
        anchor = numbers[ANCHORS[outlook]]
        agree = {group: values.get(f"answers-by-group/{group}-{anchor}/agree_share") for group in groups}
        known = {group: value for group, value in agree.items() if isinstance(value, int | float)}
        if known:
            labels[outlook] = max(known, key=lambda group: known[group])
    return Binding(finding.digest, values, labels, numbers, words)
