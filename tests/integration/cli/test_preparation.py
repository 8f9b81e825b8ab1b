"""Commands that need a hub say so where there is none, or one of an older version."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from pshub.cli import preparation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("forgotten", "words"),
    [({"app": "inquiries"}, "is from an older version"), ({}, "there is no hub in")],
    ids=["older", "none"],
)
def test_a_command_names_what_is_missing_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgotten: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(preparation, "open_hub", lambda data: data)
    assert preparation.open_prepared(tmp_path) == tmp_path
    MigrationRecorder(connection).migration_qs.filter(**forgotten).delete()

    with pytest.raises(click.ClickException) as refused:
        preparation.open_prepared(tmp_path)

    assert words in str(refused.value)
    assert "pshub serve" in str(refused.value)
