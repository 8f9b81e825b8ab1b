"""The kinds of record and the derivations that each allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pshub.inquiries.models import Record

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Relation:
    """A label that joins two records, read both ways: downstream *develops* upstream; upstream *developed into* it."""

    label: str
    forward: Words
    backward: Words
    upstream: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its name in words, where a record's page is, and what it may derive from."""

    name: str
    singular: Words
    plural: Words
    address: Callable[[Record], str | None]
    derives_from: Mapping[str, Relation] = field(default_factory=dict)


class UnknownRecordKind(LookupError):
    """No area registered a kind of that name."""

    code = "unknown-record-kind"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no record kind {name!r} is installed")


_kinds: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> None:
    """Announce a kind; called from an area's ``AppConfig.ready()``."""
    _kinds[kind.name] = kind


def get(name: str) -> RecordKind:
    """Return the kind of that name, or raise `UnknownRecordKind`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownRecordKind(name) from None


def registered() -> list[RecordKind]:
    """Return all kinds by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


EVENT = RecordKind(name="event", singular=_("event"), plural=_("events"), address=lambda record: None)
