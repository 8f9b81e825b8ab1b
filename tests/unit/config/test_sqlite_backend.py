"""The embedded database: who may write when, and what happens where SQLite is old."""

from __future__ import annotations

import sqlite3
import sys
import threading
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

import pshub.config
from pshub.config import environment
from pshub.config.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.skipif(not environment.embedded(), reason="the hub under test keeps its rows in PostgreSQL")


@pytest.fixture
def database(tmp_path: Path) -> Callable[[], DatabaseWrapper]:
    """Make connections to one file of their own."""
    settings = {**environment.database(tmp_path), "NAME": str(tmp_path / "hub.sqlite3")}
    defaults: dict[str, Any] = {
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
        "USER": "",
        "PASSWORD": "",
        "HOST": "",
        "PORT": "",
        "TEST": {},
    }
    made: list[DatabaseWrapper] = []

    def connect() -> DatabaseWrapper:
        wrapper = DatabaseWrapper({**defaults, **settings}, alias=f"turns{len(made)}")
        wrapper.inc_thread_sharing()
        made.append(wrapper)
        return wrapper

    with connect().cursor() as cursor:
        cursor.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, said TEXT UNIQUE)")
    yield connect
    for wrapper in made:
        wrapper.close()


def begin(wrapper: DatabaseWrapper) -> None:
    wrapper.ensure_connection()
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(wrapper: DatabaseWrapper, *, keep: bool) -> None:
    (wrapper.commit if keep else wrapper.rollback)()
    wrapper.set_autocommit(True)


def queue_length(wrapper: DatabaseWrapper) -> int:
    assert wrapper.write_lock is not None
    return wrapper.write_lock.path.stat().st_size // 16 if wrapper.write_lock.path.exists() else 0


@pytest.mark.parametrize("way", ["commit", "rollback", "close"])
def test_the_turn_ends_with_the_transaction(database: Callable[[], DatabaseWrapper], way: str) -> None:
    wrapper = database()
    begin(wrapper)
    assert queue_length(wrapper) == 1

    if way == "close":
        wrapper.close()
    else:
        end(wrapper, keep=way == "commit")

    assert queue_length(wrapper) == 0


def test_reading_asks_for_no_turn(database: Callable[[], DatabaseWrapper]) -> None:
    writer, reader = database(), database()
    begin(writer)
    with writer.cursor() as cursor:
        cursor.execute("INSERT INTO notes (said) VALUES ('unseen')")
    with reader.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notes")
        seen = cursor.fetchone()[0]

    assert (seen, queue_length(writer)) == (0, 1)
    end(writer, keep=False)


def test_a_single_write_takes_its_turn_and_gives_it_back_even_where_it_fails(
    database: Callable[[], DatabaseWrapper],
) -> None:
    wrapper = database()
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO notes (said) VALUES (%s)", ["once"])
        assert queue_length(wrapper) == 0
        with pytest.raises(Exception, match="UNIQUE"):
            cursor.execute("INSERT INTO notes (said) VALUES (%s)", ["once"])

    assert queue_length(wrapper) == 0


def test_a_busy_database_is_said_to_be_busy(
    database: Callable[[], DatabaseWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    writer, other = database(), database()
    begin(writer)
    lock = other.write_lock
    assert lock is not None
    monkeypatch.setattr(lock, "acquire", lambda: type(lock).acquire(lock, 0.01))

    with pytest.raises(OperationalError, match="the database is busy"):
        begin(other)

    end(writer, keep=True)
    begin(other)
    end(other, keep=True)
    assert queue_length(writer) == 0


def test_writers_in_many_threads_lose_nothing(database: Callable[[], DatabaseWrapper]) -> None:
    problems: list[BaseException] = []

    def write(wrapper: DatabaseWrapper, name: str) -> None:
        try:
            for number in range(10):
                begin(wrapper)
                with wrapper.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM notes")
                    cursor.fetchone()
                    cursor.execute("INSERT INTO notes (said) VALUES (%s)", [f"{name}{number}"])
                end(wrapper, keep=True)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=write, args=(database(), name)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notes")
        kept = cursor.fetchone()[0]

    assert problems == []
    assert kept == 60


def test_a_database_in_memory_has_no_queue() -> None:
    wrapper = DatabaseWrapper({"NAME": ":memory:", "OPTIONS": {}, "TEST": {}}, alias="memory")

    assert wrapper.write_lock is None
    assert wrapper.take_turn() is None


@pytest.mark.django_db(transaction=True)
def test_the_hub_writes_through_this_back_end() -> None:
    connection = connections["default"]
    assert isinstance(connection, DatabaseWrapper)
    with transaction.atomic():
        held = queue_length(connection)

    assert (held, queue_length(connection)) == (1, 0)


@pytest.mark.parametrize(
    ("version", "journal"), [((3, 51, 2), "DELETE"), ((3, 40, 1), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 0), "WAL")]
)
def test_a_write_ahead_log_is_used_only_where_it_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], journal: str
) -> None:
    monkeypatch.delenv("PSHUB_DATABASE_URL", raising=False)
    monkeypatch.setattr(environment, "SQLITE_VERSION", version)

    assert f"journal_mode={journal};" in environment.database(tmp_path)["OPTIONS"]["init_command"]


def stand_in(version: tuple[int, int, int]) -> types.ModuleType:
    module = types.ModuleType("pysqlite3")
    module.sqlite_version_info = version  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize(
    ("own", "wheel", "chosen"),
    [
        ((3, 53, 0), (3, 51, 3), (3, 53, 0)),  # Python's own is new enough
        ((3, 40, 1), (3, 51, 3), (3, 51, 3)),  # the wheel is newer
        ((3, 45, 0), (3, 44, 0), (3, 45, 0)),  # the wheel is older still
        ((3, 40, 1), None, (3, 40, 1)),  # there is no wheel
    ],
)
def test_the_newest_sqlite_at_hand_is_used(
    monkeypatch: pytest.MonkeyPatch,
    own: tuple[int, int, int],
    wheel: tuple[int, int, int] | None,
    chosen: tuple[int, int, int],
) -> None:
    monkeypatch.setitem(sys.modules, "sqlite3", stand_in(own))
    monkeypatch.setitem(sys.modules, "sqlite3.dbapi2", sqlite3)
    monkeypatch.setitem(sys.modules, "pysqlite3", stand_in(wheel) if wheel else None)
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", sqlite3 if wheel else None)

    assert pshub.config.use_newer_sqlite() == chosen
    assert sys.modules["sqlite3"].sqlite_version_info == chosen
