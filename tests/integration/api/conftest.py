"""A hub whose open data is read."""

from __future__ import annotations

from typing import Any

import pytest

from support.open_hub import OpenHub, install_visits, open_hub


@pytest.fixture
def hub(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> OpenHub:
    """One of everything that is public, and beside each something that is not."""
    restricted = settings.STORAGES["restricted"]
    options = {**restricted["OPTIONS"], "location": str(tmp_path / "restricted")}
    settings.STORAGES = {**settings.STORAGES, "restricted": {**restricted, "OPTIONS": options}}
    install_visits(monkeypatch)
    return open_hub()
