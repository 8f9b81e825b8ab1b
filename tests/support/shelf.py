"""A source of the catalogue that tests can fill as they like."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pshub.inquiries import catalogue
from pshub.site import indexing


class Shelf:
    """Entries of one kind that stand nowhere else; the index is told by `refresh`, as the worker would."""

    kind = "thing"

    def __init__(self) -> None:
        self.entries: dict[str, catalogue.Entry] = {}
        self.asked = 0

    def source(self, keys: Collection[str] | None) -> Iterator[catalogue.Entry]:
        self.asked += 1
        return iter([entry for key, entry in self.entries.items() if keys is None or key in keys])

    def put(self, key: str, title: str, **said: Any) -> None:
        said.setdefault("url", f"/things/{key}/")
        self.entries[key] = catalogue.Entry(kind=self.kind, key=key, title=title, **said)

    def refresh(self, *keys: str) -> None:
        indexing.refresh({"kind": self.kind, "keys": list(keys or self.entries)})
