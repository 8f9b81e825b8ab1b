"""What stops a release, in words that an editor can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class BundleError(ValueError):
    """Something cannot be done with a bundle."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An item that would not be published, and every reason why."""

    title: str
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with the bundle."""
        return {"title": self.title, "problems": list(self.problems)}

    def __str__(self) -> str:
        """Title and reasons."""
        return f"{self.title}: {' '.join(self.problems)}"


class ReleaseRefused(BundleError):
    """A bundle was not released, and nothing of it was published."""

    def __init__(self, name: str, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        head = ngettext(
            "“%(name)s” was not released, and nothing in it was published: one part has problems.",
            "“%(name)s” was not released, and nothing in it was published: %(count)d parts have problems.",
            len(self.refusals),
        ) % {"name": name, "count": len(self.refusals)}
        parts = (_("(%d) %s") % (number, refusal) for number, refusal in enumerate(self.refusals, 1))
        super().__init__("release-refused", " ".join([head, *parts]))
