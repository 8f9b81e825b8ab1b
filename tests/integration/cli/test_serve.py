"""A hub as it is served: a web process and a worker that start, work and stop together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

LONG = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def processes_of(folder: Path) -> list[int]:
    """Return the processes whose command line names a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in line:
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_a_served_hub_answers_works_and_stops_without_leaving_anything(tmp_path: Path, database_copy: Any) -> None:
    template = getattr(database_copy, "template", None)
    if template is None:
        pytest.skip("the embedded database is served here")
    (tmp_path / "hub.sqlite3").write_bytes(template.read_bytes())
    port, pause = free_port(), threading.Event()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PSHUB_", "DJANGO_"))}
    arguments = ["serve", "--data", str(tmp_path), "--bind", f"127.0.0.1:{port}", "--no-prepare"]
    with subprocess.Popen([sys.executable, "-m", "pshub.cli.main", *arguments], env=environment) as served:
        try:
            for _ in range(int(LONG * 10)):
                if answer(port) == 200 or served.poll() is not None or pause.wait(0.1):
                    break
            assert answer(port) == 200
            told = ""
            for _ in range(int(LONG)):
                told = subprocess.run(
                    [sys.executable, "-m", "pshub.cli.main", "doctor", "--data", str(tmp_path)],
                    env=environment, capture_output=True, text=True, check=False,
                ).stdout  # fmt: skip
                if "worker: 1 at work" in told:
                    break
            assert "worker: 1 at work" in told
            assert len(processes_of(tmp_path)) >= 4
        finally:
            served.send_signal(signal.SIGTERM)
            code = served.wait(LONG)

    assert code == 0
    for _ in range(100):
        if not processes_of(tmp_path) or pause.wait(0.1):
            break
    assert processes_of(tmp_path) == []
