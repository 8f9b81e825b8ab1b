"""A catalogue that tests can fill."""

from __future__ import annotations

import pytest

from pshub.inquiries import catalogue
from support.shelf import Shelf


@pytest.fixture
def shelf(db: None, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Return an empty shelf that the catalogue knows."""
    made = Shelf()
    source = catalogue.Source(Shelf.kind, "Thing", "Things", made.source)
    monkeypatch.setitem(catalogue._sources, Shelf.kind, source)
    return made
