"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that is kept beside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("PSHUB_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here ({folder.name}/): set PSHUB_SHARED_DATA to their folder")
    return folder
