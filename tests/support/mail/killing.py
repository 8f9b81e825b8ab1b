"""Senders in processes of their own, and a list for them to send."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from wagtail.models import Page

from pshub.delivery.models import SendList
from pshub.people.actors import Actor
from pshub.publishing.newsletters.actions import issues
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage
from support.newsletters import people

SENDER = Path(__file__).resolve().parent / "sender.py"


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


def queued(addresses: int) -> SendList:
    """Return a list with everybody on it, ready to be sent."""
    archive = Page.objects.get(depth=2).add_child(instance=NewsletterIndexPage(title="News", slug="newsletters"))
    issue = NewsletterIssuePage(title="Spring", slug="spring", introduction="<p>Dear reader.</p>", live=False)
    archive.add_child(instance=issue)
    people(addresses)
    # The tests do tasks at once: with the commit all rows are there.
    mailing = issues.send_issue(issue=issue, by=Actor.system("tests"))
    return SendList.objects.get(pk=mailing.send_list_id, state=SendList.State.SENDING)
