"""What a kind of finding declares, and the registry of kinds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pshub.methods.method import Method

#: The files of a snapshot by name, such as ``votes.csv``: canonical bytes.
SnapshotFiles = Mapping[str, bytes]
#: Told how far a long computation is, from 0 to 1, and what it is doing.
Progress = Callable[[float, str], None]
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a public table; `type` is a Frictionless type (string, integer, number, boolean).

    The unit ``share`` says that a number between 0 and 1 is shown as a percentage; any other stands in the heading.
    """

    name: str
    title: str
    type: str = "string"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A public table. A cell's address is ``<table>/<row key>/<column>``; the first column is the row key."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A public figure: a Vega-Lite specification, a description in words, and the table that holds its numbers."""

    name: str
    title: str
    vega_lite: Mapping[str, Any]
    description: str
    table: str
    width: int = 680
    height: int = 420
    extra: Mapping[str, Any] = field(default_factory=dict)


class FindingKind(ABC):
    """A kind of finding: how it is computed, what of it may be shown, and how that is drawn.

    `compute` may read restricted rows and its result is as restricted as they are. `release` makes of it the only
    thing that is ever public; for a kind whose snapshot is public it may return the result itself.
    """

    name: str
    title: str
    restricted: bool
    explanation_template: str
    #: The largest relative difference of two numbers that still counts as equal; above 0 for simulated results only.
    tolerance: float = 0.0

    @property
    @abstractmethod
    def method(self) -> Method:
        """The method as installed now."""

    @abstractmethod
    def compute(
        self, files: SnapshotFiles, parameters: Mapping[str, Any], *, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Return the exact result (JSON values) of the method on the snapshot's files."""

    @abstractmethod
    def release(self, result: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return what may be public of an exact result."""

    @abstractmethod
    def derive(self, released: Mapping[str, Any]) -> dict[str, Any]:
        """Return the released result with every derived value computed again from its base tables alone."""

    @abstractmethod
    def tables(self, released: Mapping[str, Any]) -> list[Table]:
        """Return the public tables."""

    @abstractmethod
    def figures(self, released: Mapping[str, Any]) -> list[Figure]:
        """Return the public figures."""

    def still_disclosable(self, released: Mapping[str, Any]) -> bool:
        """Return whether the public tables may stay when the source has been erased.

        True by default: `release` made them safe by themselves. A kind whose tables can give somebody away once it is
        known that one person's data were erased says so here.
        """
        return True

    def summary(self, released: Mapping[str, Any]) -> str:
        """Return what the finding says in a sentence or two."""
        return ""


class UnknownKind(LookupError):
    """No area registered a kind of that name."""

    code = "unknown-finding-kind"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no finding kind {name!r} is installed: it may need a newer version of the hub")


_kinds: dict[str, FindingKind] = {}


def register(kind: FindingKind) -> None:
    """Announce a kind; called from an area's ``AppConfig.ready()``."""
    _kinds[kind.name] = kind


def get(name: str) -> FindingKind:
    """Return the kind of that name, or raise `UnknownKind`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def registered() -> Iterator[FindingKind]:
    """Return all kinds by name."""
    return iter(sorted(_kinds.values(), key=lambda kind: kind.name))
