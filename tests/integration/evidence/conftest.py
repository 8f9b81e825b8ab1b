"""The small kind of finding that these tests use."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from pshub.evidence import actions
from pshub.evidence.models import Finding
from pshub.people.actors import Actor

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


@pytest.fixture(autouse=True)
def templates_of_the_kind(settings: Settings) -> None:
    """Let the explanation of the kind be found."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [SUPPORT / "templates"]}]


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> Path:
    """Keep restricted files in a folder of the test; return it."""
    folder = tmp_path / "restricted"
    options = {**settings.STORAGES["restricted"]["OPTIONS"], "location": str(folder)}
    settings.STORAGES = {**settings.STORAGES, "restricted": {**settings.STORAGES["restricted"], "OPTIONS": options}}
    return folder


@pytest.fixture
def analyst() -> Actor:
    """Somebody who may seal."""
    return Actor.system("a test")


@pytest.fixture
def sealed(db: None, analyst: Actor) -> Finding:
    """A restricted finding: 40 for buses, 23 for vans, 4 for boats."""
    from ballots import ballot_files

    return actions.seal(
        kind="ballot",
        files=ballot_files({"buses": 40, "vans": 23, "boats": 4}),
        parameters={"weight": 1},
        title="How people want to travel",
        by=analyst,
    )


@pytest.fixture
def public_finding(db: None, analyst: Actor) -> Finding:
    """A finding on a public source."""
    from ballots import ballot_files

    return actions.seal(
        kind="public-ballot",
        files=ballot_files({"=SUM(A1)": 12, "vans": 23}),
        parameters={"weight": 1},
        title="How the council voted",
        by=analyst,
    )
