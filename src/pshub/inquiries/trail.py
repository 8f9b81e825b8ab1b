"""Walking the trail: what a record came out of, and what came out of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection

from pshub.inquiries.models import Derivation

#: An arbitrary number that names the trail's lock among PostgreSQL's advisory locks.
_TRAIL_LOCK = 7_352_011


def lock_trail() -> None:
    """Let nobody else write a link until this transaction ends.

    A circle can be closed by links that are each harmless and written at the same moment, so rows are not enough to
    lock. SQLite's transactions that write are one at a time already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TRAIL_LOCK])


def downstream_of(starts: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return the records that came, in any number of steps, out of the given ones (one query a step)."""
    return _reachable(starts, "upstream_id", "downstream_id")


def upstream_of(starts: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return the records that the given ones came, in any number of steps, out of (one query a step)."""
    return _reachable(starts, "downstream_id", "upstream_id")


def _reachable(starts: Iterable[uuid.UUID], near: str, far: str) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    frontier = set(starts)
    while frontier:
        found |= frontier
        frontier = set(Derivation.objects.filter(**{f"{near}__in": frontier}).values_list(far, flat=True)) - found
    return found - set(starts)
