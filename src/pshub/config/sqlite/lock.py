"""A write lock that is handed on in the order in which it was asked for.

SQLite lets one connection write at a time, but leaves the order to chance: whoever tries at the right moment gets in,
so one writer may wait for long while others come and go. Here writers queue, across threads and processes. The lock is
about fairness only: SQLite's own lock still keeps writers apart, so the worst that a mistake here can do is a wait.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from pathlib import Path

from pshub.config.sqlite.queue_file import Place, QueueFile

#: Seconds after which a writer gives up.
PATIENCE = 5.0
_FIRST_PAUSE = 0.0002
_LONGEST_PAUSE = 0.005
#: Seconds between two looks whether those in front are still alive.
_LOOK = 0.05


class BusyError(TimeoutError):
    """The lock did not become free in time."""

    code = "database-busy"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"the database is busy: others have been writing for {seconds:.1f} seconds (database is locked). "
            "Nothing was changed; try again"
        )


class _Ticket:
    """One thread's place in the queue."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.called = threading.Event()


class Held:
    """The lock while somebody has it. A connection that is thrown away gives it back."""

    def __init__(self, lock: WriteLock, ticket: _Ticket) -> None:
        self._lock: WriteLock | None = lock
        self._ticket = ticket

    def release(self) -> None:
        """Give the lock to whoever is next; again does nothing."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.leave(self._ticket)

    def __del__(self) -> None:
        self.release()


class WriteLock:
    """The write lock of one database file. One object stands for the file in each process: see `lock_of`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = 0
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._guard = threading.RLock()
        self._queue: deque[_Ticket] = deque()
        self._file: QueueFile | None = None
        self._process = os.getpid()

    def acquire(self, patience: float = PATIENCE) -> Held:
        """Wait for the lock.

        Parameters
        ----------
        patience
            Seconds to wait at most.

        Raises
        ------
        BusyError
            Where it did not become free in time.

        """
        start = time.monotonic()
        deadline = start + patience
        # A child process inherits this object with a queue of its parent's threads.
        if self._process != os.getpid():
            self._begin_anew()
        with self._guard:
            if self._file is None:
                self._file = QueueFile(self.path)
            file = self._file
            ticket = _Ticket(file.join())
            self._queue.append(ticket)
            if self._queue[0] is ticket:
                ticket.called.set()
        try:
            # Only the first of this process looks at the file; the others sleep until they are called.
            if not ticket.called.wait(patience) or not self._await_turn(file, ticket, deadline):
                raise BusyError(time.monotonic() - start)
        except BaseException:
            self.leave(ticket)
            raise
        return Held(self, ticket)

    def _await_turn(self, file: QueueFile, ticket: _Ticket, deadline: float) -> bool:
        pause = _FIRST_PAUSE
        look = time.monotonic() + _LOOK
        while not file.is_first(ticket.place):
            now = time.monotonic()
            if now > deadline:
                return False
            if now > look:
                with self._guard:
                    file.remove_dead()
                look = now + _LOOK
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return True

    def leave(self, ticket: _Ticket) -> None:
        """Give a place or the lock up and call whoever is next."""
        if self._process != os.getpid():
            return
        with self._guard:
            if ticket not in self._queue or self._file is None:
                return
            self._queue.remove(ticket)
            self._file.leave(ticket.place)
            if self._queue:
                self._queue[0].called.set()


_locks: dict[Path, WriteLock] = {}
_locks_guard = threading.Lock()


def lock_of(database: Path) -> WriteLock:
    """Return the lock of a database file, the same object for all who ask in this process."""
    path = database.with_name(f"{database.name}.queue")
    with _locks_guard:
        return _locks.setdefault(path, WriteLock(path))
