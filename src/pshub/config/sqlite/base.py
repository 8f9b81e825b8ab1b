"""The SQLite back-end of an embedded hub: Django's own, with writers that take turns."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from pshub.config.sqlite.lock import PATIENCE, BusyError, Held, WriteLock, lock_of

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
#: A wait that is so short leaves SQLite's own patience as it is.
_SHORT = 0.1


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite connection, which asks for its turn before it begins a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Held | None = None

    @property
    def write_lock(self) -> WriteLock | None:
        """The lock of this database; one in memory belongs to this process alone and needs none."""
        if self.is_in_memory_db():
            return None
        return lock_of(Path(str(self.settings_dict["NAME"])).resolve())

    def take_turn(self) -> Held | None:
        """Wait until this connection may write.

        Raises
        ------
        OperationalError
            Where the database stayed busy.

        """
        lock = self.write_lock
        if lock is None:
            return None
        try:
            return lock.acquire()
        except BusyError as busy:
            raise OperationalError(str(busy)) from busy

    def _start_transaction_under_autocommit(self) -> None:
        """Begin a transaction that may write. It takes its turn first, so SQLite's own lock is free when it asks."""
        started = time.monotonic()
        held = self.take_turn()
        waited = time.monotonic() - started
        try:
            with self.cursor() as cursor:
                if waited > _SHORT:
                    cursor.execute(f"PRAGMA busy_timeout = {max(100, int((PATIENCE - waited) * 1000))}")
                cursor.execute("BEGIN IMMEDIATE")
                if waited > _SHORT:
                    cursor.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
        except BaseException:
            if held is not None:
                held.release()
            raise
        self._held = held

    def _end_turn(self) -> None:
        # A commit that failed leaves the transaction open: the turn goes on until it is rolled back.
        if self._held is not None and not (self.connection is not None and self.connection.in_transaction):
            held, self._held = self._held, None
            held.release()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Django's stubs leave it out
        finally:
            self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # Django's stubs leave it out
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # Django's stubs leave it out
        finally:
            if self._held is not None:
                held, self._held = self._held, None
                held.release()

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor whose single writes, outside transactions, take their turn too."""
        if self.connection is None or self.is_in_memory_db():
            return super().create_cursor(name)
        cursor = self.connection.cursor(factory=TurnTakingCursor)
        cursor.wrapper = self
        return cursor


class TurnTakingCursor(base.SQLiteCursorWrapper):
    """A cursor that waits for its turn before it writes without a transaction."""

    wrapper: DatabaseWrapper | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        """Run a statement."""
        if self.connection.in_transaction or not query.lstrip()[:7].upper().startswith(_WRITES) or self.wrapper is None:
            return super().execute(query, params)
        held = self.wrapper.take_turn()
        try:
            return super().execute(query, params)
        finally:
            if held is not None:
                held.release()
