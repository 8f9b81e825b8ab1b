"""What people wrote, spoke at and lead, and what was done with an organisation: each area tells its part.

The page of a person, or of an organisation, shows one shelf for each part. An area announces it from
``AppConfig.ready()``::

    appearances.of_people.register(Shelf("wrote", _("Wrote"), order=100, provide=written_by))

    def written_by(profile: Profile) -> list[Appearance]:
        ...  # one or two queries, whatever the number of rows; only what everybody may see; newest first

A shelf with nothing on it is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812  (the attribute has the better claim to the name)
from typing import Generic, TypeVar

from django.db.models import Q
from django.utils.functional import Promise

from pshub.people.models import Organisation
from pshub.people.profiles.models import Profile

Words = str | Promise
Whom = TypeVar("Whom")


@dataclass(frozen=True, slots=True)
class Appearance:
    """One thing on a shelf.

    Attributes
    ----------
    kind
        What it is in words, such as "Report".
    part
        What the person or the organisation did in it, such as "Chair"; empty where the shelf says it.
    when
        In place of the date, where there is more or less to say than a day.
    """

    title: str
    url: str
    kind: str = ""
    part: str = ""
    date: Date | None = None
    when: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Whom]):
    """A part of the page: its name, its heading, where it stands, and who fills it."""

    name: str
    title: Words
    provide: Callable[[Whom], Sequence[Appearance]]
    order: int = 500


@dataclass(frozen=True, slots=True)
class FilledShelf:
    """A shelf with something on it."""

    name: str
    title: Words
    appearances: Sequence[Appearance]


class Shelves(Generic[Whom]):
    """The shelves that areas have announced."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf[Whom]] = {}

    def register(self, shelf: Shelf[Whom]) -> None:
        """Announce a shelf; registering a name again replaces it."""
        self._shelves[shelf.name] = shelf

    def registered(self) -> list[Shelf[Whom]]:
        """Return all shelves in their order."""
        return sorted(self._shelves.values(), key=lambda shelf: (shelf.order, shelf.name))

    def filled(self, whom: Whom) -> list[FilledShelf]:
        """Return the shelves that have something on them for this person or organisation."""
        found = [(shelf, shelf.provide(whom)) for shelf in self.registered()]
        return [FilledShelf(shelf.name, shelf.title, things) for shelf, things in found if things]


of_people: Shelves[Profile] = Shelves()
of_organisations: Shelves[Organisation] = Shelves()

#: Conditions, any of which makes an organisation one that the public site names and so has a page.
_named_publicly: list[Q] = []


def name_organisations(condition: Q) -> None:
    """Say which organisations an area names in public."""
    if condition not in _named_publicly:
        _named_publicly.append(condition)


def named_organisations() -> Q:
    """Return the condition for an organisation to have a page."""
    anything = Q(pk__in=[])
    for condition in _named_publicly:
        anything |= condition
    return anything
