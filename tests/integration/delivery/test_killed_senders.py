"""A sender that is killed at any point loses nothing and repeats no more than the message it was at."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from pshub.delivery import ledger, tasks
from pshub.delivery.models import SendList, SendRow
from pshub.people.actors import Actor
from pshub.publishing.newsletters.actions import issues
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber
from support.mail.sink import Killer, Sink

ADDRESSES = 200
SENDER = Path(__file__).resolve().parents[2] / "support" / "mail" / "sender.py"


@contextmanager
def senders(port: int, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that starts senders to a mail server on this machine."""
    told = {
        "environment": {
            "PSHUB_DATA": str(folder),
            "PSHUB_SECRET_KEY": settings.SECRET_KEY,
            "PSHUB_MAIL": "smtp",
            "PSHUB_EMAIL_HOST": "127.0.0.1",
            "PSHUB_EMAIL_PORT": str(port),
            "PSHUB_EMAIL_TLS": "0",
            **({} if connection.vendor == "sqlite" else {"PSHUB_DATABASE_URL": "postgres:///unused"}),
        },
        "database": {key: str(connection.settings_dict[key]) for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")},
    }
    with subprocess.Popen(
        [sys.executable, str(SENDER), json.dumps(told)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def queued() -> SendList:
    """Return a list with everybody on it, ready to be sent."""
    archive = Page.objects.get(depth=2).add_child(instance=NewsletterIndexPage(title="News", slug="newsletters"))
    issue = NewsletterIssuePage(title="Spring", slug="spring", introduction="<p>Dear reader.</p>", live=False)
    archive.add_child(instance=issue)
    Subscriber.objects.bulk_create(
        [
            Subscriber(email=f"reader{number}@example.org", state="subscribed", confirmed_at=timezone.now())
            for number in range(ADDRESSES)
        ]
    )
    mailing = issues.send_issue(issue=issue, by=Actor.system("tests"))
    SendList.objects.filter(pk=mailing.send_list_id).update(state="queued")
    tasks.deliver_due()
    ledger.fill({"send_list": mailing.send_list_id})
    return SendList.objects.get(pk=mailing.send_list_id)


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_each_address_is_sent_to_and_only_messages_in_flight_repeat(tmp_path: Path) -> None:
    send_list = queued()
    # Two die after the server took their message and before they heard of it, two before it was handed over.
    killer = Killer([(11, "data"), (70, "rcpt"), (71, "data"), (150, "rcpt")])
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
