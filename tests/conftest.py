"""What all tests share: the real data beside the project, and a database that is quickly there."""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test depends on how fast the machine is, and none is green today and red tomorrow.
settings.register_profile("hub", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("hub")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data that is kept beside the project; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("PSHUB_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data are not here ({folder.name}/): set PSHUB_SHARED_DATA to their folder")
    return folder


@pytest.fixture(autouse=True)
def _no_rates_left_over() -> None:
    """Rate limits begin anew with each test: all tests come from one network."""
    from django.core.cache import caches

    for name in ("limits", "default"):
        caches[name].clear()


# Migrating takes many seconds, so a migrated database is kept, under a name that changes when any migration does, and
# copied for each test process.


def migrations_state() -> str:
    """Return a digest of all migrations of all installed applications."""
    from django.apps import apps

    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def migrated_template(connection: Any) -> Path:
    """Return a migrated SQLite file, making it where there is none for the present migrations."""
    from django.core.management import call_command

    folder = Path(tempfile.gettempdir()) / f"pshub-test-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    template = folder / f"{migrations_state()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            with tempfile.TemporaryDirectory(dir=folder) as making:
                use_file(connection, Path(making) / "hub.sqlite3")
                call_command("migrate", verbosity=0, interactive=False)
                connection.cursor().execute("PRAGMA journal_mode=DELETE")
                connection.close()
                (Path(making) / "hub.sqlite3").rename(template)
    return template


def use_file(connection: Any, path: Path) -> None:
    """Let a connection, and the settings behind it, name another file."""
    from django.conf import settings

    connection.close()
    settings.DATABASES["default"]["NAME"] = str(path)
    connection.settings_dict["NAME"] = str(path)


class SqliteCopy:
    """The tests' database as a file that can be put back to how it was after migrating."""

    def __init__(self, connection: Any, folder: Path) -> None:
        self.connection = connection
        self.template = migrated_template(connection)
        self.file = folder / "hub.sqlite3"
        use_file(connection, self.file)
        self.put_back()

    def put_back(self) -> None:
        """Put the state after migrating back."""
        from django.db import connections

        connections.close_all()
        for name in (
            self.file,
            *(self.file.with_name(f"{self.file.name}-{part}") for part in ("wal", "shm", "journal")),
        ):
            name.unlink(missing_ok=True)
        shutil.copy(self.template, self.file)


class PostgresCopy:
    """The tests' PostgreSQL database and a template that it can be made from again."""

    def __init__(self, connection: Any) -> None:
        from django.test.utils import setup_databases

        self.connection = connection
        self.made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        self.name = connection.settings_dict["NAME"]
        self._copy(self.name, f"{self.name}_template")

    def put_back(self) -> None:
        """Put the state after migrating back."""
        self._copy(f"{self.name}_template", self.name)

    def _copy(self, source: str, target: str) -> None:
        from django.db import connections

        connections.close_all()
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@pytest.fixture(scope="session")
def database_copy(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[SqliteCopy | PostgresCopy]:
    """The database that this process tests on."""
    from django.db import connection

    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(prefix="pshub-test-", dir=memory if memory.is_dir() else None) as folder,
        django_db_blocker.unblock(),
    ):
        copy = SqliteCopy(connection, Path(folder)) if connection.vendor == "sqlite" else PostgresCopy(connection)
        yield copy
        connection.close()


@pytest.fixture(scope="session")
def django_db_setup(database_copy: SqliteCopy | PostgresCopy) -> None:
    """Have the database ready."""


@pytest.fixture(autouse=True)
def _rows_of_migrations(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Put back what migrations wrote (Wagtail's root page, for one) after a test that empties all tables."""
    marker = request.node.get_closest_marker("django_db")
    empties = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker is not None and (marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    )
    yield
    if empties and not inspect.isclass(request.node):
        with django_db_blocker.unblock():
            request.getfixturevalue("database_copy").put_back()
