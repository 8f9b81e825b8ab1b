"""What is held about a person: each area says what it holds and how that is erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pshub.people.models import User


@dataclass(frozen=True, slots=True)
class Holding:
    """What one area holds about an account.

    Attributes
    ----------
    name
        Key of this part in what a person takes out.
    export
        Returns the part as JSON values.
    erase
        Deletes or unnames it, in the caller's transaction.
    """

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Announce what an area holds; called from its ``AppConfig.ready()``."""
    _holdings[holding.name] = holding


def registered() -> list[Holding]:
    """Return all holdings by name."""
    return sorted(_holdings.values(), key=lambda holding: holding.name)
