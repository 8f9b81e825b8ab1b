"""A sender that is killed ten times at random moments: each address once, twice only what was in flight."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path

import pytest

from pshub.delivery import ledger
from support.mail.killing import queued, senders
from support.mail.sink import Sink

ADDRESSES = 3_000
KILLS = 10
#: Seconds that a sender lives, at random between these.
LIFE = (0.4, 1.4)


@pytest.mark.django_db(transaction=True)
def test_killed_ten_times_at_random(tmp_path: Path) -> None:
    send_list = queued(ADDRESSES)
    chance = random.Random()
    ends: list[int] = []
    start = time.perf_counter()
    with Sink() as sink, senders(sink.port, tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        while not ends or ends[-1] != 0:
            print(send_list.pk, file=process.stdin, flush=True)
            pid = int(process.stdout.readline())
            if len(ends) < KILLS:
                threading.Timer(chance.uniform(*LIFE), os.kill, (pid, signal.SIGKILL)).start()
            ends.append(int(process.stdout.readline()))
    took = time.perf_counter() - start
    send_list.refresh_from_db()
    twice = sink.twice()
    print(f"\n{ADDRESSES:,} addresses, {len(ends) - 1} kills, {took:.1f} s, {ADDRESSES / took:.0f} messages a second")
    print(f"  ledger: {ledger.counts(send_list)}, {send_list.state}")
    reached = {address for address, _ in sink.arrived}
    print(f"  sink: {len(sink.arrived):,} messages to {len(reached):,} addresses, twice: {len(twice)}")
    assert ends.count(-signal.SIGKILL) == KILLS
    assert (send_list.state, send_list.sent) == ("closed", ADDRESSES)
    assert reached == set(send_list.rows.values_list("address", flat=True))
    assert len(twice) <= KILLS
    assert len(set(sink.arrived)) == ADDRESSES
