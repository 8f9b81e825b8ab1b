"""Keeps what the site can find in step with what its areas hold."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from pshub.delivery import outbox, schedule
from pshub.inquiries import catalogue
from pshub.site.search import writing
from pshub.site.search.models import IndexEntry, IndexFacet

#: Entries that one transaction writes: on SQLite nobody else writes meanwhile.
AT_ONCE = 25

#: Told, while everything is made anew, the kind, how many of its entries are done, and how many there are.
Progress = Callable[[str, int, int], None]


def _silent(kind: str, done: int, total: int) -> None:
    """Say nothing."""


def refresh_entries(kind: str, keys: list[str], *, progress: Progress = _silent) -> int:
    """Bring some rows in step, a few at a time; return how many were written or removed."""
    written = 0
    for start in range(0, len(keys), AT_ONCE):
        written += writing.refresh(kind, keys[start : start + AT_ONCE])
        progress(kind, min(start + AT_ONCE, len(keys)), len(keys))
    return written


@outbox.handler(catalogue.REFRESH)
def refresh(payload: Mapping[str, Any]) -> None:
    """Take note of entries that are new, different or gone."""
    refresh_entries(payload["kind"], list(payload["keys"]))


@outbox.handler(catalogue.RENAMED)
def renamed(payload: Mapping[str, Any]) -> None:
    """Read anew all entries that bear a topic, place, person or inquiry which goes by another name now."""
    facet, value = payload["facet"], payload["value"]
    if facet == "inquiry":
        rows = IndexEntry.objects.filter(inquiry=value)
    else:
        rows = IndexEntry.objects.filter(pk__in=IndexFacet.objects.filter(facet=facet, value=value).values("entry"))
    found: dict[str, list[str]] = {}
    for kind, key in rows.order_by("pk").values_list("kind", "key"):
        found.setdefault(kind, []).append(key)
    for kind, keys in found.items():
        refresh_entries(kind, keys)


def rebuild(*, progress: Progress = _silent) -> int:
    """Compare every row with what its area holds and write what differs; return how many were written or removed."""
    sources = {source.kind: source for source in catalogue.registered()}
    written = 0
    for kind, source in sources.items():
        indexed = IndexEntry.objects.filter(kind=kind).values_list("key", flat=True)
        keys = dict.fromkeys([*indexed, *(entry.key for entry in source.entries(None))])
        written += refresh_entries(kind, list(keys), progress=progress)
    return written + writing.forget_kinds_but(sources)


LOOK_OVER = "site.look_over"


@outbox.handler(LOOK_OVER)
def look_over_now(payload: Mapping[str, Any]) -> None:
    """Compare every row with what its area holds."""
    rebuild()


def ask_to_look_over() -> None:
    """Have every row compared with what its area holds, after the present transaction."""
    with transaction.atomic():
        outbox.enqueue(LOOK_OVER, {}, key=f"{LOOK_OVER}:{uuid.uuid4()}")


@schedule.every(minutes=24 * 60, name="site.index")
def look_over() -> int:
    """Make good whatever was missed, once a day, and on a hub that has just got its index."""
    return rebuild()
