"""A hub's backup: one ZIP of the database and the files with a list of digests, and the keys in a file apart.

The keys stay apart because with them alone could somebody tell which votes belong together after the key of a
conversation was destroyed. A backup says when it expires: by then whoever was erased must be gone from it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

Progress = Callable[[float, str], None]

LIST = "backup.json"
DATABASE = "hub.sqlite3"
FOLDERS = ("media", "restricted")
KEYS = "keys"
FORMAT = 1
_CHUNK = 1 << 20


class BackupError(Exception):
    """A backup cannot be made, read or restored."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def keys_path(target: Path) -> Path:
    """Return where the keys of a backup are kept."""
    return target.with_name(f"{target.name}.keys")


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a path to write to that becomes the target, readable by its owner alone, once all went well."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database that is in use, as it was at one moment, and make sure that the copy is whole."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError("damaged-database", f"the database is damaged ({found}), so no backup was made of it")


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _write_zip(target: Path, files: list[tuple[Path, str]], about: dict[str, Any], progress: Progress) -> None:
    with written_whole(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        entries = []
        for number, (path, name) in enumerate(files):
            progress(number / len(files), name)
            try:
                entries.append(_add(archive, path, name))
            except FileNotFoundError:
                continue  # erased since the list was made
        archive.writestr(LIST, json.dumps({**about, "files": entries}, indent=1, sort_keys=True))


def _files_in(folder: Path, area: str) -> list[tuple[Path, str]]:
    """Return the files of one part of a data folder, and their names within the folder."""
    return [(path, str(path.relative_to(folder))) for path in sorted((folder / area).rglob("*")) if path.is_file()]


def make_backup(
    folder: Path, target: Path, *, keep_days: int, progress: Progress, now: datetime | None = None
) -> datetime:
    """Write a backup of a data folder and its keys; return when it expires.

    Raises
    ------
    BackupError
        ``no-database`` where the folder holds no SQLite database, ``damaged-database``, or ``exists``.

    """
    made = now or datetime.now(UTC)
    expires = made + timedelta(days=keep_days)
    database = folder / DATABASE
    if not database.is_file():
        raise BackupError("no-database", f"there is no {DATABASE} in {folder}: PostgreSQL is backed up by pg_dump")
    for path in (target, keys_path(target)):
        if path.exists():
            raise BackupError("exists", f"{path} exists already: choose another name")
    about = {
        "format": FORMAT,
        "version": metadata.version("public-services-hub"),
        "made": made.isoformat(),
        "expires": expires.isoformat(),
    }
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".pshub-backup-") as name:
        copy = Path(name) / DATABASE
        progress(0.0, DATABASE)
        copy_database(database, copy)
        files = [(copy, DATABASE)]
        for area in FOLDERS:
            files += _files_in(folder, area)
        _write_zip(keys_path(target), _files_in(folder, KEYS), about, lambda fraction, doing: None)
        try:
            _write_zip(target, files, about, progress)
        except BaseException:
            keys_path(target).unlink()
            raise
    return expires


def read_list(source: Path) -> dict[str, Any]:
    """Return what a backup says of itself."""
    try:
        with zipfile.ZipFile(source) as archive:
            listed: dict[str, Any] = json.loads(archive.read(LIST))
    except FileNotFoundError:
        raise BackupError("missing", f"there is no {source}") from None
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise BackupError("not-a-backup", f"{source} is not a backup that “pshub backup” wrote") from None
    if listed.get("format") != FORMAT:
        raise BackupError(
            "other-format", f"{source} was written by another version of the hub ({listed.get('version')})"
        )
    return listed


def check_backup(source: Path, *, progress: Progress) -> dict[str, Any]:
    """Read a backup through and return what it says of itself.

    Raises
    ------
    BackupError
        ``damaged`` where a file is missing, added or altered, or where the database does not open.

    """
    with tempfile.TemporaryDirectory(prefix="pshub-backup-check-") as name:
        return _unpack(source, Path(name), progress)


def _unpack(source: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    listed = read_list(source)
    expected = {entry["name"]: entry for entry in listed["files"]}
    with zipfile.ZipFile(source) as archive:
        names = set(archive.namelist()) - {LIST}
        if odd := sorted(names ^ set(expected)):
            raise BackupError("damaged", f"{source} does not hold what it lists: {', '.join(odd[:3])}")
        for number, (name, entry) in enumerate(sorted(expected.items())):
            progress(number / max(1, len(expected)), name)
            target = (folder / name).resolve()
            if folder.resolve() not in target.parents:
                raise BackupError("damaged", f"{source} holds the name {name}, which leads out of its folder")
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            digest = hashlib.sha256()
            try:
                with archive.open(name) as packed, target.open("wb") as plain:
                    while chunk := packed.read(_CHUNK):
                        digest.update(chunk)
                        plain.write(chunk)
            except (zipfile.BadZipFile, OSError) as problem:
                raise BackupError("damaged", f"{name} in {source} cannot be read ({problem})") from None
            if digest.hexdigest() != entry["sha256"]:
                raise BackupError("damaged", f"{name} in {source} is not what was backed up")
            target.chmod(0o600 if not name.startswith("media/") else 0o644)
    if (folder / DATABASE).is_file():
        with closing(sqlite3.connect(folder / DATABASE)) as copy:
            if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise BackupError("damaged", f"the database in {source} is damaged")
    return listed


def restore_backup(
    source: Path, folder: Path, *, progress: Progress, even_expired: bool = False, now: datetime | None = None
) -> dict[str, Any]:
    """Put a backup and its keys into a data folder that holds no hub yet; nothing is left there where it fails.

    Raises
    ------
    BackupError
        ``expired``, ``not-empty``, ``no-keys``, or what `check_backup` raises.

    """
    listed = read_list(source)
    expires = datetime.fromisoformat(listed["expires"])
    if (now or datetime.now(UTC)) > expires and not even_expired:
        raise BackupError(
            "expired", f"{source} expired on {expires:%d %B %Y}: it may name people who were erased since. Delete it"
        )
    if not keys_path(source).is_file():
        raise BackupError("no-keys", f"the keys are missing: put {keys_path(source).name} beside {source.name}")
    taken = [name for name in (DATABASE, *FOLDERS) if (folder / name).exists()]
    if taken:
        raise BackupError("not-empty", f"{folder} holds a hub already ({', '.join(taken)}): restore to another folder")
    with tempfile.TemporaryDirectory(dir=folder, prefix=".pshub-restore-") as name:
        unpacked = Path(name)
        _unpack(source, unpacked, progress)
        _unpack(keys_path(source), unpacked, lambda fraction, doing: None)
        shutil.rmtree(folder / KEYS, ignore_errors=True)
        for path in sorted(unpacked.iterdir()):
            path.rename(folder / path.name)
    return listed
