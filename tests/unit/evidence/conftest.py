"""The small kind of finding that these tests use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SUPPORT = Path(__file__).resolve().parents[2] / "support" / "ballots"
if str(SUPPORT) not in sys.path:
    sys.path.append(str(SUPPORT))


@pytest.fixture(autouse=True)
def installed_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install the kinds of these tests, and nothing else's, for the length of a test."""
    from ballots import BallotKind, PublicBallotKind, SecretiveBallotKind

    from pshub.evidence import kinds

    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    for kind in (BallotKind, PublicBallotKind, SecretiveBallotKind):
        kinds.register(kind())
