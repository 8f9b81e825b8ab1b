"""A mail server for tests: takes everything on this machine, keeps who got which message, and can end a sender."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

#: Called with how many messages came in so far, at a stage of the talk: "rcpt" or "data".
Watch = Callable[[str, int], None]


class Sink:
    """Keeps what arrives: pairs of address and Message-ID, in order."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []
        self.watch: Watch = lambda _stage, _count: None
        self.replies: dict[str, str] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Sink:
        self.controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.controller.stop()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take an address, unless it has a reply of its own."""
        self.watch("rcpt", len(self.arrived))
        envelope.rcpt_tos.append(address)
        return self.replies.get(address, "250 OK")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a message. Its sender may be ended before it hears of that."""
        message = message_from_bytes(envelope.content)
        self.arrived += [(address, str(message["Message-ID"])) for address in envelope.rcpt_tos]
        self.watch("data", len(self.arrived))
        return "250 OK"

    def twice(self) -> dict[str, int]:
        """Return the addresses that got more than one message, and how many."""
        counts = Counter(address for address, _ in self.arrived)
        return {address: count for address, count in counts.items() if count > 1}


class Killer:
    """Ends a sender, with no warning, at set points: after so many messages, at a stage of the next one."""

    def __init__(self, points: list[tuple[int, str]]) -> None:
        self.points = sorted(points)
        self.pid = 0
        self.killed = 0
        self._guard = threading.Lock()

    def __call__(self, stage: str, count: int) -> None:
        """End the sender if its point has come."""
        with self._guard:
            if self.points and self.pid and count >= self.points[0][0] and stage == self.points[0][1]:
                os.kill(self.pid, signal.SIGKILL)
                self.pid = 0
                self.killed += 1
                self.points.pop(0)
