"""An issue goes out once to each reader, in the words it had when it was sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from pshub.delivery import sending
from pshub.delivery.models import SendList, SendRow
from pshub.people.actors import Actor
from pshub.publishing.newsletters.actions import issues
from pshub.publishing.newsletters.models import NewsletterIssuePage, Subscriber

pytestmark = pytest.mark.django_db
Subscribers = Callable[..., list[Subscriber]]


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks: object) -> object:
    return django_capture_on_commit_callbacks


def test_an_issue_goes_live_and_out_to_everybody_once(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit, client: Client
) -> None:
    subscribers(7)
    with after_commit(execute=True):
        mailing = issues.send_issue(issue=issue, by=by)
    sending.send_due()

    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"reader{n}@example.org" for n in range(7))
    mailing.send_list.refresh_from_db()
    assert (mailing.send_list.state, mailing.send_list.sent) == (SendList.State.CLOSED, 7)
    assert client.get("/newsletters/spring/").status_code == 200
    print(mail.outbox[0].message().as_string()[:3000])
    assert SendRow.objects.filter(state="sent").count() == 7
