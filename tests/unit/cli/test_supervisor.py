"""The supervisor starts, restarts and stops its children, and never leaves one behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pshub.cli import supervisor as module
from pshub.cli.supervisor import SUPERVISOR, Child, Supervisor, follow_supervisor

LONG = 60.0
SLEEPER = [sys.executable, "-c", "import threading; threading.Event().wait(120)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_children_are_stopped_together(capsys: pytest.CaptureFixture[str]) -> None:
    watched = Supervisor([Child("one", SLEEPER), Child("two", SLEEPER)])
    pids: list[int] = []

    def started() -> None:
        pids.extend(child.process.pid for child in watched.children if child.process)
        assert all(alive(pid) for pid in pids)
        watched.stopping.set()

    assert watched.run(started) == 0
    assert len(pids) == 2
    assert not any(alive(pid) for pid in pids)
    assert capsys.readouterr().err == ""


def test_a_signal_stops_everything_and_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    watched = Supervisor([Child("one", SLEEPER)])

    assert watched.run(lambda: os.kill(os.getpid(), signal.SIGTERM)) == 0
    assert watched.children[0].exit_code() is not None
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_child_that_dies_is_started_again_until_it_dies_too_often(capsys: pytest.CaptureFixture[str]) -> None:
    sleeper = Child("sleeper", SLEEPER)
    watched = Supervisor([Child("faulty", DIES), sleeper])

    assert watched.run() == 1

    said = capsys.readouterr().err
    assert said.count("starting it again") == module.MOST_RESTARTS - 1
    assert "last exit code 3" in said
    assert sleeper.exit_code() is not None


def test_deaths_long_ago_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    watched = Supervisor([])
    child = Child("one", SLEEPER)
    answers = []
    for _ in range(3 * module.MOST_RESTARTS):
        now[0] += module.WITHIN_SECONDS
        answers.append(watched._may_start_again(child))

    assert all(answers)


def test_a_child_that_does_not_listen_is_ended_with_all_it_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "pid"
    deaf = (
        "import os, pathlib, signal, subprocess, sys, threading\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "below = subprocess.Popen([sys.executable, '-c', 'import threading; threading.Event().wait(120)'])\n"
        f"pathlib.Path({str(note)!r} + '.part').write_text(str(below.pid))\n"
        f"os.rename({str(note)!r} + '.part', {str(note)!r})\n"
        "threading.Event().wait(120)\n"
    )
    watched = Supervisor([Child("deaf", [sys.executable, "-c", deaf])], grace=0.05)
    pause = threading.Event()

    def started() -> None:
        for _ in range(1000):
            if note.exists() or pause.wait(0.02):
                break
        watched.stopping.set()

    watched.run(started)

    assert "did not stop" in capsys.readouterr().err
    below = int(note.read_text())
    for _ in range(500):
        if not alive(below) or is_zombie(below):
            break
        pause.wait(0.02)
    assert not alive(below) or is_zombie(below)


def is_zombie(pid: int) -> bool:
    """Whether a process has ended and only waits for whoever adopted it to notice."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread looks once a second")
def test_children_end_when_their_supervisor_is_killed(tmp_path: Path) -> None:
    child = (
        "import threading; from pshub.cli.supervisor import follow_supervisor; follow_supervisor(); "
        "print('following', flush=True); threading.Event().wait(120)"
    )
    parent = (
        "import os, sys; from pshub.cli.supervisor import Child, Supervisor\n"
        f"watched = Supervisor([Child('one', [sys.executable, '-c', {child!r}])])\n"
        "watched.run(lambda: print(watched.children[0].process.pid, flush=True))\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = {process.stdout.readline().strip(), process.stdout.readline().strip()}
        pid = next(int(line) for line in lines if line.isdigit())
        process.kill()
        rest = process.stdout.read()  # ends when the child, which holds the other end, has ended

    assert "following" in lines
    assert rest == ""
    # Its end of the pipe closes a moment before the process is gone.
    for _ in range(500):
        if not alive(pid) or is_zombie(pid):
            break
        threading.Event().wait(0.02)
    assert not alive(pid) or is_zombie(pid)


def test_a_process_without_a_supervisor_follows_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SUPERVISOR, raising=False)
    monkeypatch.setattr(module.os, "kill", lambda *_: pytest.fail("nobody was to be ended"))

    assert follow_supervisor() is None


def test_elsewhere_than_on_linux_a_thread_looks_whether_the_supervisor_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ended = threading.Event()
    monkeypatch.setenv(SUPERVISOR, "1")
    monkeypatch.setattr(module.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(module.os, "getppid", lambda: 2)
    monkeypatch.setattr(module.os, "kill", lambda pid, number: ended.set())
    follow_supervisor()

    assert ended.wait(LONG)
