"""What stops a publication from going out, in words an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a code for programs, the place in the publication, and what to do about it."""

    code: str
    where: str
    message: str

    def __str__(self) -> str:
        """Place and message."""
        return f"{self.where}: {self.message}" if self.where else self.message


class NumberProblem(ValueError):
    """A bound number cannot be shown. The message names the token."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class PublishRefused(ValueError):
    """A publication was not published, and nothing of it was written."""

    code = "publish-refused"

    def __init__(self, title: str, problems: Iterable[Problem]) -> None:
        self.title = title
        self.problems = tuple(problems)
        head = ngettext(
            "“%(title)s” was not published: there is a problem to put right.",
            "“%(title)s” was not published: there are %(count)d problems to put right.",
            len(self.problems),
        ) % {"title": title, "count": len(self.problems)}
        super().__init__(" ".join([head, *(_("(%d) %s") % (n, p) for n, p in enumerate(self.problems, 1))]))
