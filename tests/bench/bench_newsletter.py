"""Queueing an issue to 50,000 subscribers on SQLite, beside the plainest way of writing as many rows."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from pshub.delivery import sending
from pshub.delivery.models import SendList, SendRow
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.publishing.newsletters.actions import issues
from pshub.publishing.newsletters.models import NewsletterIndexPage
from support.newsletters import draft, people

SUBSCRIBERS = 50_000
#: Rows that the peer writes one by one; its time is multiplied up.
PEER = 1_000
SENT = 500
MOST_SECONDS = 60.0


class Nowhere(BaseEmailBackend):
    """Takes messages, makes their bytes as a real one does, and sends them nowhere."""

    def send_messages(self, email_messages: Any) -> int:
        return sum(bool(message.message().as_bytes()) for message in email_messages)


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Voter(threading.Thread):
    """Writes something small again and again, as people who vote meanwhile do, and keeps how long each took."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.wait(0.01):
            self.waits.append(timed(lambda: Topic.objects.filter(slug="a").update(description="b")))
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_issue_is_queued_to_fifty_thousand() -> None:
    archive = Page.objects.get(depth=2).add_child(instance=NewsletterIndexPage(title="News", slug="newsletters"))
    for start in range(0, SUBSCRIBERS, 10_000):
        people(10_000, prefix=f"reader-{start}-")
    issue = draft(archive)
    voter = Voter()
    voter.start()
    # The tests do tasks at once: with the commit the rows are written too.
    queueing = timed(lambda: issues.send_issue(issue=issue, by=Actor.system("bench")))
    voter.stopping.set()
    voter.join()
    send_list = SendList.objects.get()
    assert (send_list.total, send_list.rows.values("address").distinct().count()) == (SUBSCRIBERS, SUBSCRIBERS)

    nowhere = Nowhere()
    sending_time = timed(
        lambda: sending.send_rows(send_list, sender="bench", most=SENT, seconds=600, connection=nowhere)
    )
    peer_list = SendList.objects.create(key="peer", kind=send_list.kind, title="peer")
    now = timezone.now()

    def one_by_one() -> None:
        for number in range(PEER):
            with transaction.atomic():
                SendRow.objects.get_or_create(
                    send_list=peer_list,
                    recipient=str(number),
                    defaults={"address": f"peer{number}@example.org", "due_at": now, "message_id": str(number)},
                )

    peer = timed(one_by_one) * SUBSCRIBERS / PEER
    worst = max(voter.waits, default=0.0)
    print(f"\nqueueing an issue to {SUBSCRIBERS:,} subscribers on {connection.vendor}")
    print(f"  composed, published and all rows written in {queueing:.2f} s")
    print(f"  the same rows by get_or_create, one by one (from {PEER:,}): {peer:.1f} s, {peer / queueing:.1f} times")
    if voter.waits:
        middle = statistics.median(voter.waits)
        print(f"  small writes meanwhile: median {middle * 1000:.0f} ms, worst {worst * 1000:.0f} ms")
    print(f"  sending, without a mail server: {SENT / sending_time:.0f} messages a second")
    assert queueing < MOST_SECONDS
