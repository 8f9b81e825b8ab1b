"""What is held about a person: each area says what it holds and how that is erased."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pshub.people.models import AuditEntry, User

#: What stands in place of a name after its account was erased.
GONE = "somebody who has left"


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


def names_of(user: User) -> list[str]:
    """Return what the hub has called an account, before it was renamed too; two of one name are not told apart."""
    actors = AuditEntry.objects.filter(user=user).values_list("actor", flat=True)
    return sorted({str(user)[:200], *actors})


def named_in(name: str, rows: Callable[[], QuerySet[Any]], *, field: str, shown: tuple[str, ...]) -> Holding:
    """Return the holding of a text column that says who did something: the name gives way, the row stays.

    `shown` are the columns that are given out beside it.
    """

    def held(user: User) -> QuerySet[Any]:
        return rows().filter(**{f"{field}__in": names_of(user)})

    return Holding(
        name=name,
        export=lambda user: [{key: str(value) for key, value in row.items()} for row in held(user).values(*shown)],
        erase=lambda user: _replace(held(user), field),
    )


def _replace(rows: QuerySet[Any], field: str) -> None:
    rows.update(**{field: GONE})
