"""Writers take turns in the order in which they asked, and nobody waits for the dead."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from pathlib import Path
from typing import Any

from pshub.config.sqlite.lock import BusyError, WriteLock, lock_of

SPAWN = multiprocessing.get_context("spawn")
LONG = 60.0


def waiting(lock: WriteLock) -> int:
    """How many places there are in the file, the holder's included."""
    return lock.path.stat().st_size // 16


def wait_for(condition: Any) -> None:
    """Wait, with an end, until something is so."""
    pause = threading.Event()
    for _ in range(6000):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("what was waited for did not come about")


def test_threads_get_the_lock_in_the_order_in_which_they_asked(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    order: list[int] = []
    first = lock.acquire(LONG)

    def write(number: int) -> None:
        held = lock.acquire(LONG)
        order.append(number)
        held.release()

    threads = []
    for number in range(8):
        thread = threading.Thread(target=write, args=(number,))
        thread.start()
        threads.append(thread)
        wait_for(lambda expected=number + 2: waiting(lock) == expected)
    first.release()
    for thread in threads:
        thread.join(LONG)

    assert order == list(range(8))
    assert waiting(lock) == 0


def write_in_turn(path: str, number: int, order: str) -> None:
    held = lock_of(Path(path)).acquire(LONG)
    with Path(order).open("a", encoding="ascii") as file:
        file.write(f"{number}\n")
    held.release()


def test_processes_get_the_lock_in_the_order_in_which_they_asked(tmp_path: Path) -> None:
    database, order = tmp_path / "hub.sqlite3", tmp_path / "order"
    lock = lock_of(database)
    first = lock.acquire(LONG)
    processes = []
    for number in range(3):
        process = SPAWN.Process(target=write_in_turn, args=(str(database), number, str(order)))
        process.start()
        processes.append(process)
        wait_for(lambda expected=number + 2: waiting(lock) == expected)
    last = threading.Thread(target=write_in_turn, args=(str(database), 3, str(order)))
    last.start()
    wait_for(lambda: waiting(lock) == 5)
    first.release()
    for process in processes:
        process.join(LONG)
    last.join(LONG)

    assert order.read_text().split() == ["0", "1", "2", "3"]
    assert [process.exitcode for process in processes] == [0, 0, 0]


def hold_for_ever(path: str, ready: Any) -> None:
    held = WriteLock(Path(path)).acquire(LONG)
    ready.set()
    threading.Event().wait(LONG)
    held.release()


def test_nobody_waits_for_a_process_that_was_killed_while_it_wrote(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    ready = SPAWN.Event()
    process = SPAWN.Process(target=hold_for_ever, args=(str(lock.path), ready))
    process.start()
    assert ready.wait(LONG)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join(LONG)

    held = lock.acquire(LONG)

    assert waiting(lock) == 1
    held.release()


def test_a_writer_gives_up_with_a_message_and_leaves_the_queue(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    held = lock.acquire(LONG)
    problems: list[BusyError] = []

    def impatient() -> None:
        try:
            lock.acquire(0.01)
        except BusyError as busy:
            problems.append(busy)

    thread = threading.Thread(target=impatient)
    thread.start()
    thread.join(LONG)

    assert "the database is busy" in str(problems[0])
    assert waiting(lock) == 1
    held.release()
    lock.acquire(0.01).release()


def test_releasing_twice_frees_nobody_elses_lock(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    first = lock.acquire(LONG)
    first.release()
    second = lock.acquire(LONG)
    first.release()

    assert waiting(lock) == 1
    second.release()


def test_a_lock_whose_holder_was_thrown_away_is_free(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    held = lock.acquire(LONG)
    del held

    lock.acquire(0.01).release()
    assert waiting(lock) == 0


def test_what_is_no_place_in_the_file_is_cleared_away(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path / "queue")
    lock.path.write_bytes(b"\xff" * 37)

    lock.acquire(LONG).release()

    assert waiting(lock) == 0


def test_one_file_has_one_lock_in_a_process(tmp_path: Path) -> None:
    assert lock_of(tmp_path / "hub.sqlite3") is lock_of(tmp_path / "hub.sqlite3")
    assert lock_of(tmp_path / "hub.sqlite3") is not lock_of(tmp_path / "other.sqlite3")
