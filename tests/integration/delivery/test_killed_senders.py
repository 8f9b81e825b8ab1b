"""A sender that is killed at any point loses nothing and repeats no more than the message it was at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pshub.delivery.models import SendList, SendRow
from support.mail.killing import queued, senders
from support.mail.sink import Killer, Sink

ADDRESSES = 120


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_each_address_is_sent_to_and_only_messages_in_flight_repeat(tmp_path: Path) -> None:
    send_list = queued(ADDRESSES)
    # Two die after the server took their message and before they heard of it, two before it was handed over.
    killer = Killer([(11, "data"), (70, "rcpt"), (71, "data"), (100, "rcpt")])
    ends = []
    with Sink() as sink, senders(sink.port, tmp_path) as process:
        sink.watch = killer
        while not ends or ends[-1] != 0:
            print(send_list.pk, file=process.stdin, flush=True)
            killer.pid = int(process.stdout.readline())
            ends.append(int(process.stdout.readline()))

    send_list.refresh_from_db()
    rows = send_list.rows.order_by("pk")
    assert ends == [-9, -9, -9, -9, 0]
    assert (send_list.state, send_list.sent, send_list.total) == (SendList.State.CLOSED, ADDRESSES, ADDRESSES)
    assert {address for address, _ in sink.arrived} == set(rows.values_list("address", flat=True))
    assert len(set(rows.values_list("address", flat=True))) == rows.filter(state=SendRow.State.SENT).count()
    # What was in flight came twice, under one Message-ID, so that whoever got it can tell.
    assert list(sink.twice().values()) == [2, 2]
    assert len(set(sink.arrived)) == ADDRESSES
