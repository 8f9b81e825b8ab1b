"""Backups: whole or not there, and only ever brought back as they were."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pshub.cli import archive
from pshub.cli.archive import BackupError, check_backup, keys_path, make_backup, restore_backup
from pshub.cli.backup import command

MADE = datetime(2026, 5, 1, tzinfo=UTC)


def quiet(fraction: float, doing: str) -> None:
    """Say nothing."""


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """A data folder with something in each part of it."""
    folder = tmp_path / "hub"
    for name in ("media/places", "restricted/snapshots", "keys", "cache"):
        (folder / name).mkdir(parents=True)
    with closing(sqlite3.connect(folder / "hub.sqlite3")) as database, database:
        database.execute("CREATE TABLE votes (value INTEGER)")
        database.executemany("INSERT INTO votes VALUES (?)", [(number,) for number in range(500)])
    (folder / "media/places/map.svg").write_text("<svg/>")
    (folder / "restricted/snapshots/one").write_bytes(b"exact votes")
    (folder / "keys/secret").write_text("a secret")
    (folder / "cache/limits").write_text("not to be kept")
    return folder


@pytest.fixture
def backup(hub: Path, tmp_path: Path) -> Path:
    target = tmp_path / "backup.zip"
    make_backup(hub, target, keep_days=35, progress=quiet, now=MADE)
    return target


def test_a_backup_brings_everything_back(hub: Path, backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    restore_backup(backup, folder, progress=quiet, now=MADE)

    with closing(sqlite3.connect(folder / "hub.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM votes").fetchone() == (500,)
    for name in ("media/places/map.svg", "restricted/snapshots/one", "keys/secret"):
        assert (folder / name).read_bytes() == (hub / name).read_bytes()
    assert not (folder / "cache").exists()
    assert stat.S_IMODE((folder / "keys/secret").stat().st_mode) == 0o600


def test_keys_are_kept_apart_and_neither_file_is_for_others(backup: Path) -> None:
    with zipfile.ZipFile(backup) as content, zipfile.ZipFile(keys_path(backup)) as keys:
        assert not any(name.startswith("keys") for name in content.namelist())
        assert keys.namelist() == ["keys/secret", archive.LIST]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (backup, keys_path(backup))}

    assert modes == {0o600}


def test_a_backup_made_while_somebody_writes_holds_whole_transactions(hub: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(hub / "hub.sqlite3")) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO votes VALUES (1000)")
        make_backup(hub, tmp_path / "b.zip", keep_days=1, progress=quiet)
        writer.rollback()
    folder = tmp_path / "again"
    folder.mkdir()
    restore_backup(tmp_path / "b.zip", folder, progress=quiet)

    with closing(sqlite3.connect(folder / "hub.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM votes").fetchone() == (500,)


def rewrite(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as source:
        content = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in {**content, **change}.items():
            target.writestr(name, data)


@pytest.mark.parametrize(
    "change", [{"media/places/map.svg": b"<svg>other</svg>"}, {"media/more": b"added"}, {"hub.sqlite3": b"no database"}]
)
def test_an_altered_backup_is_found_and_restores_nothing(
    backup: Path, tmp_path: Path, change: dict[str, bytes]
) -> None:
    rewrite(backup, change)
    folder = tmp_path / "again"
    folder.mkdir()
    for attempt in (
        lambda: check_backup(backup, progress=quiet),
        lambda: restore_backup(backup, folder, progress=quiet, now=MADE),
    ):
        with pytest.raises(BackupError) as refused:
            attempt()
        assert refused.value.code == "damaged"

    assert list(folder.iterdir()) == []


def test_a_name_that_leads_out_of_the_folder_is_refused(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as source:
        listed = json.loads(source.read(archive.LIST))
    listed["files"].append({"name": "../outside", "size": 1, "sha256": "0"})
    rewrite(backup, {archive.LIST: json.dumps(listed).encode(), "../outside": b"x"})
    with pytest.raises(BackupError, match="leads out"):
        check_backup(backup, progress=quiet)

    assert not (tmp_path / "outside").exists()


def test_a_backup_expires_and_says_when(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    later = MADE + timedelta(days=36)
    with pytest.raises(BackupError, match="expired on 05 June 2026"):
        restore_backup(backup, folder, progress=quiet, now=later)
    assert list(folder.iterdir()) == []

    restore_backup(backup, folder, progress=quiet, now=later, even_expired=True)
    assert (folder / "hub.sqlite3").exists()


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda hub, backup: (hub / "hub.sqlite3").unlink(), "no-database"),
        (lambda hub, backup: backup.write_text("in the way"), "exists"),
        (lambda hub, backup: keys_path(backup).write_text("in the way"), "exists"),
    ],
)
def test_what_cannot_be_backed_up_leaves_nothing(hub: Path, tmp_path: Path, prepare, code: str) -> None:
    target = tmp_path / "b.zip"
    prepare(hub, target)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(BackupError) as refused:
        make_backup(hub, target, keep_days=1, progress=quiet)

    assert refused.value.code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_failure_half_way_leaves_nothing(hub: Path, tmp_path: Path) -> None:
    def full_disk(fraction: float, doing: str) -> None:
        if doing.startswith("restricted"):
            raise OSError("no space left")

    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(OSError, match="no space"):
        make_backup(hub, tmp_path / "b.zip", keep_days=1, progress=full_disk)

    assert sorted(path.name for path in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda backup: backup.unlink(), "missing"),
        (lambda backup: backup.write_bytes(b"not a zip"), "not-a-backup"),
        (lambda backup: rewrite(backup, {archive.LIST: b'{"format": 99}'}), "other-format"),
        (lambda backup: keys_path(backup).unlink(), "no-keys"),
    ],
)
def test_what_is_no_backup_is_refused(backup: Path, tmp_path: Path, prepare, code: str) -> None:
    prepare(backup)
    folder = tmp_path / "again"
    folder.mkdir()
    with pytest.raises(BackupError) as refused:
        restore_backup(backup, folder, progress=quiet, now=MADE)

    assert refused.value.code == code
    assert list(folder.iterdir()) == []


def test_a_hub_is_never_overwritten(hub: Path, backup: Path) -> None:
    with pytest.raises(BackupError, match="holds a hub already"):
        restore_backup(backup, hub, progress=quiet, now=MADE)

    assert (hub / "keys/secret").read_text() == "a secret"


def test_the_command_checks_and_restores(hub: Path, tmp_path: Path) -> None:
    make_backup(hub, tmp_path / "b.zip", keep_days=3, progress=quiet)
    run = CliRunner().invoke
    checked = run(command, [str(tmp_path / "b.zip"), "--check"])
    restored = run(command, [str(tmp_path / "b.zip"), "--restore", "--data", str(tmp_path / "again")])
    refused = run(command, [str(tmp_path / "none.zip"), "--check"])
    confused = run(command, [str(tmp_path / "b.zip"), "--check", "--restore"])

    assert (checked.exit_code, "is whole: 3 files" in checked.output) == (0, True)
    assert (restored.exit_code, (tmp_path / "again/hub.sqlite3").exists()) == (0, True)
    assert (refused.exit_code, "there is no" in refused.output) == (1, True)
    assert (confused.exit_code, "choose one" in confused.output) == (2, True)
