"""What ``pshub doctor`` looks at. Each examination says what it found and, where something is wrong, what to do."""

from __future__ import annotations

import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Level = Literal["good", "warning", "problem"]

#: SQLite versions before this can corrupt a write-ahead log that has several writers.
SAFE_SQLITE = (3, 51, 3)
OLDEST_POSTGRES = 150_000
LITTLE_SPACE = 1_000_000_000
NO_SPACE = 100_000_000
#: Databases up to this size are read through while one waits.
QUICK_SIZE = 500_000_000


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at."""

    level: Level
    subject: str
    said: str


def good(subject: str, said: str) -> Sign:
    """Return a sign that all is well."""
    return Sign("good", subject, said)


def python() -> Iterator[Sign]:
    """Look at Python."""
    yield good("Python", f"{platform.python_version()} at {sys.executable}")


def disk(folder: Path) -> Iterator[Sign]:
    """Look at the space left beside the data."""
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free beside {folder}"
    if free < NO_SPACE:
        yield Sign("problem", "disk", f"{text}: writing will soon fail. Free some space")
    elif free < LITTLE_SPACE:
        yield Sign("warning", "disk", f"{text}: free some space")
    else:
        yield good("disk", text)


def keys(folder: Path) -> Iterator[Sign]:
    """Look at who may read the keys and the restricted files."""
    open_to_others = [
        path
        for place in (folder / "keys", folder / "restricted")
        if place.is_dir()
        for path in (place, *place.rglob("*"))
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        names = ", ".join(str(path.relative_to(folder)) for path in open_to_others[:5])
        yield Sign("problem", "keys", f"others on this machine may read {names}: run chmod go= on them")
    else:
        yield good("keys", "only this user may read the keys and the restricted files")


def database() -> Iterator[Sign]:
    """Look at the database: is it there, new enough, whole, up to date."""
    from django.db import DatabaseError, connection

    from pshub.cli.preparation import pending_migrations

    try:
        connection.ensure_connection()
        yield from sqlite(Path(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else postgres()
        pending = pending_migrations()
    except DatabaseError as problem:
        yield Sign("problem", "database", f"cannot be reached: {problem}")
        return
    if pending:
        yield Sign(
            "problem", "tables", f"{len(pending)} migrations are missing: start “pshub serve” once, which applies them"
        )
    else:
        yield good("tables", "up to date")
        yield from work()


def sqlite(path: Path) -> Iterator[Sign]:
    """Look at SQLite."""
    import sqlite3

    from django.db import connection

    version = sqlite3.sqlite_version_info
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        text = f"SQLite {'.'.join(map(str, version))} with journal mode {journal.upper()}"
        if journal == "wal" and version < SAFE_SQLITE:
            yield Sign(
                "problem", "database", f"{text}: this version can corrupt such a file. Install the pysqlite3 wheel"
            )
        elif version < SAFE_SQLITE:
            yield Sign("warning", "database", f"{text}: safe, but readers wait for writers; pysqlite3 has a newer one")
        else:
            yield good("database", text)
        if path.is_file() and path.stat().st_size <= QUICK_SIZE:
            found = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                yield Sign("problem", "database", f"{path.name} is damaged ({found}): restore a backup")


def postgres() -> Iterator[Sign]:
    """Look at PostgreSQL."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0])
    text = f"PostgreSQL {number // 10_000}"
    yield good("database", text) if number >= OLDEST_POSTGRES else Sign("problem", "database", f"{text}: 15 is needed")


def work() -> Iterator[Sign]:
    """Look at the worker and at what failed."""
    from pshub.delivery.models import OutboxMessage, ScheduledJob
    from pshub.delivery.workers import alive

    workers = alive()
    if workers:
        yield good("worker", f"{len(workers)} at work, last seen {workers[0].seen_at:%Y-%m-%d %H:%M:%S} UTC")
    else:
        yield Sign("warning", "worker", "none at work: “pshub serve” runs one, or start “pshub worker”")
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED)
    for message in failed.order_by("-finished_at")[:3]:
        yield Sign("problem", "outbox", f"{message} was given up after {message.attempts} tries: {message.error}")
    for job in ScheduledJob.objects.exclude(error=""):
        yield Sign("warning", "schedule", f"{job.name} failed last time: {job.error}")


def files(folder: Path) -> Iterator[Sign]:
    """Look at the front-end files."""
    from django.contrib.staticfiles import finders

    if finders.find("pshub/pshub.css") is None:
        yield Sign("problem", "front-end", "not built: run “make setup” in the project's folder, or install a release")
    elif not (folder / "static" / "staticfiles.json").is_file():
        yield Sign("warning", "front-end", "not gathered yet: “pshub serve” does so when it starts")
    else:
        yield good("front-end", "built and gathered")


def fonts(folder: Path) -> Iterator[Sign]:
    """Look at the fonts that pictures of charts are drawn with."""
    program = shutil.which("fc-list")
    listed = subprocess.run([program, ":", "family"], capture_output=True, check=False).stdout if program else b""  # noqa: S603
    if listed.strip():
        yield good("fonts", f"{len(set(listed.splitlines()))} families for charts")
    else:
        yield Sign(
            "warning",
            "fonts",
            "none found: charts use a built-in font, which lacks scripts such as Chinese. On Debian install "
            "fonts-noto-core and fonts-noto-cjk",
        )


def settings(folder: Path) -> Iterator[Sign]:
    """Look at settings that are fine for trying a hub and wrong for running one."""
    from django.conf import settings as values

    if values.DEMO:
        yield Sign("warning", "settings", "PSHUB_DEMO is on: whoever is on this machine can sign in by printed links")
    if values.DEBUG:
        yield Sign("problem", "settings", "PSHUB_DEBUG is on: error pages show the insides of the hub")
    if not values.BASE_URL.startswith("https://"):
        yield Sign("warning", "settings", f"PSHUB_BASE_URL is {values.BASE_URL}: for the public use https")
    if str(values.CACHES["limits"]["BACKEND"]).endswith("LocMemCache"):
        yield good("rate limits", "counted in each web process; with more than one, set PSHUB_REDIS_URL to share them")
    if values.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield Sign("warning", "settings", "mail is printed, not sent: set PSHUB_EMAIL_HOST")


def examine(folder: Path) -> Iterator[Sign]:
    """Look at everything; an examination that fails is itself a sign."""
    of_folder: list[Callable[[Path], Iterator[Sign]]] = [disk, keys, files, fonts, settings]
    yield from python()
    yield from database()
    for examination in of_folder:
        try:
            yield from examination(folder)
        except OSError as problem:
            yield Sign("problem", examination.__name__, f"cannot be looked at: {problem}")
