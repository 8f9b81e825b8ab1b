"""A queue that several processes share: a small file of places, first come first served.

Each place is sixteen bytes, the number of a process and a number that the process gave out. A process proves that it is
alive by a lock on one byte of the file, far behind the places, which the kernel drops when the process ends, however it
ends; places of the dead are removed by whoever waits behind them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLACE = struct.Struct("<qq")
#: The byte whose lock guards reading and writing the places.
_GUARD = 1 << 40
#: The byte of process 0; process n has the byte n after it.
_ALIVE = 1 << 41
_PROCESSES = 1 << 40

Place = tuple[int, int]


class QueueFile:
    """The queue. Not for several threads at once: its user holds a lock of its own while calling."""

    def __init__(self, path: Path) -> None:
        # The descriptor stays open as long as the process: closing any descriptor of a file drops all its locks.
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.process = self._claim_number()
        self._given = 0
        self.remove_dead()

    def _claim_number(self) -> int:
        while True:
            number = secrets.randbelow(_PROCESSES)
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _ALIVE + number)
            except BlockingIOError:
                continue
            return number

    def join(self) -> Place:
        """Take the last place and return it."""
        self._given += 1
        place = (self.process, self._given)
        with self._guarded():
            size = os.fstat(self._file).st_size
            os.pwrite(self._file, _PLACE.pack(*place), size - size % _PLACE.size)
        return place

    def leave(self, place: Place) -> None:
        """Give a place up, or the lock that came with it."""
        with self._guarded():
            self._write([other for other in self._read() if other != place])

    def is_first(self, place: Place) -> bool:
        """Return whether it is a place's turn."""
        return os.pread(self._file, _PLACE.size, 0) == _PLACE.pack(*place)

    def remove_dead(self) -> None:
        """Remove the places of processes that have ended, and what cannot be a place."""
        with self._guarded():
            places = self._read()
            dead = {number for number, _ in places if number != self.process and not self._alive(number)}
            if dead or os.fstat(self._file).st_size != len(places) * _PLACE.size:
                self._write([place for place in places if place[0] not in dead])

    def _alive(self, number: int) -> bool:
        if not 0 <= number < _PROCESSES:
            return False
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _ALIVE + number)
        except (BlockingIOError, PermissionError):
            return True
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _ALIVE + number)
        return False

    def _read(self) -> list[Place]:
        content = os.pread(self._file, os.fstat(self._file).st_size, 0)
        whole = len(content) - len(content) % _PLACE.size
        return [(number, given) for number, given in _PLACE.iter_unpack(content[:whole])]

    def _write(self, places: list[Place]) -> None:
        content = b"".join(_PLACE.pack(*place) for place in places)
        os.pwrite(self._file, content, 0)
        os.ftruncate(self._file, len(content))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX, 1, _GUARD)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _GUARD)
