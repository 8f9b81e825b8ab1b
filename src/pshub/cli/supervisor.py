"""Keeping the web process and the worker running, and stopping both together."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

import click

#: Environment variable by which a child knows its supervisor.
SUPERVISOR = "PSHUB_SUPERVISOR_PID"
#: A child may die so often within so many seconds before it is given up.
MOST_RESTARTS = 5
WITHIN_SECONDS = 60.0
#: How long children get to finish what they are at.
GRACE_SECONDS = 15.0
_POLL = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """A process that is to be kept running."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches the supervisor alone."""
        self.process = subprocess.Popen(list(self.arguments), env=dict(environment), start_new_session=True)  # noqa: S603

    def exit_code(self) -> int | None:
        """Return its exit code, or None while it runs or has not been started."""
        return None if self.process is None else self.process.poll()

    def signal(self, number: int) -> None:
        """Send a signal to it alone."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        """End it and everything that it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return
            self.process.wait()


class Supervisor:
    """Starts children, starts those that die again, and stops all when told to or when one keeps dying."""

    def __init__(
        self, children: Sequence[Child], *, environment: Mapping[str, str] | None = None, grace: float = GRACE_SECONDS
    ) -> None:
        self.children = list(children)
        self.environment = {**(os.environ if environment is None else environment), SUPERVISOR: str(os.getpid())}
        self.grace = grace
        self.stopping = threading.Event()

    def run(self, on_started: Callable[[], None] | None = None) -> int:
        """Keep the children running until a signal comes.

        Returns
        -------
        int
            0 after a signal, 1 where a child kept dying.

        """
        previous = {number: signal.signal(number, self._on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            for child in self.children:
                child.start(self.environment)
            if on_started is not None and not self.stopping.is_set():
                on_started()
            return self._watch()
        finally:
            self.stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()

    def _watch(self) -> int:
        while not self.stopping.wait(_POLL):
            for child in self.children:
                code = child.exit_code()
                if code is None:
                    continue
                if not self._may_start_again(child):
                    click.echo(
                        f"The {child.name} stopped {MOST_RESTARTS} times within {WITHIN_SECONDS:.0f} seconds "
                        f"(last exit code {code}), so everything is stopped: its last messages above say why.",
                        err=True,
                    )
                    return 1
                click.echo(f"The {child.name} stopped (exit code {code}); starting it again.", err=True)
                child.start(self.environment)
        return 0

    def _may_start_again(self, child: Child) -> bool:
        now = time.monotonic()
        child.deaths.append(now)
        while child.deaths and now - child.deaths[0] > WITHIN_SECONDS:
            child.deaths.popleft()
        return len(child.deaths) < MOST_RESTARTS

    def stop(self) -> None:
        """Ask all children to end, wait, and end those that did not."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                click.echo(f"The {child.name} did not stop in {self.grace:.0f} seconds; ending it.", err=True)
            child.kill()


def follow_supervisor() -> None:
    """End this process when its supervisor is gone, however that came about; does nothing without a supervisor."""
    named = os.environ.get(SUPERVISOR, "")
    if not named.isdigit():
        return
    supervisor = int(named)
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:
            os.kill(os.getpid(), signal.SIGTERM)
        return
    threading.Thread(target=_end_after, args=(supervisor,), name="supervisor-watch", daemon=True).start()


def _end_after(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def pshub(*arguments: str) -> list[str]:
    """Return the command line of a ``pshub`` subcommand in this same Python."""
    return [sys.executable, "-m", "pshub.cli.main", *arguments]
