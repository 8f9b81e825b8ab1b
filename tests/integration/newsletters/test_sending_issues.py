"""An issue goes out once to each reader, in the words it had when it was sent."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from lxml import html as markup
from wagtail.models import Page, Revision

from pshub.delivery import ledger, sending, troubles
from pshub.delivery.models import AddressTrouble, SendList, SendRow
from pshub.inquiries import catalogue
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.permissions import NotPermitted
from pshub.publishing.newsletters.actions import issues, subscribing
from pshub.publishing.newsletters.checks import IssueRefused
from pshub.publishing.newsletters.models import Mailing, NewsletterIndexPage, NewsletterIssuePage, Subscriber
from support.newsletters import draft

pytestmark = pytest.mark.django_db
Subscribers = Callable[..., list[Subscriber]]
AfterCommit = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks: AfterCommit) -> AfterCommit:
    return django_capture_on_commit_callbacks


def send(issue: NewsletterIssuePage, by: Actor, after_commit: AfterCommit) -> Mailing:
    with after_commit(execute=True):
        mailing = issues.send_issue(issue=issue, by=by)
    sending.send_due()
    return mailing


def state(mailing: Mailing) -> tuple[str, int | None, int | None, int | None]:
    row = SendList.objects.get(pk=mailing.send_list_id)
    return row.state, row.sent, row.failed, row.suppressed


def test_an_issue_goes_live_and_out_to_everybody_once(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit, client: Client
) -> None:
    subscribers(7)
    mailing = send(issue, by, after_commit)
    again = send(issue, by, after_commit)

    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"reader{n}@example.org" for n in range(7))
    assert state(mailing) == ("closed", 7, 0, 0)
    assert again == mailing
    assert client.get("/newsletters/spring/").status_code == 200
    entry = next(iter(catalogue.get("newsletter").entries([str(issue.pk)])))
    assert entry.published_at == mailing.queued_at


def test_the_message_can_be_read_by_everybody_and_left_with_one_click(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit, client: Client
) -> None:
    subscribers(1)
    send(issue, by, after_commit)
    message = mail.outbox[0]
    plain, html = str(message.body), str(message.alternatives[0][0])
    tree = markup.document_fromstring(html)

    # Plain text says all that the HTML says, with every address.
    for words in ("Dear reader, spring is here.", "What we heard", "- Open late", "* Home", "/inquiries/"):
        assert words in plain, words
    assert tree.get("lang") == "en-gb"
    assert [heading.tag for heading in tree.iter("h1", "h2", "h3")] == ["h1", "h2", "h3"]
    assert {table.get("role") for table in tree.iter("table")} == {"presentation"}
    assert all(image.get("alt") is not None for image in tree.iter("img"))
    assert all(link.get("href", "").startswith("http") for link in tree.iter("a"))
    assert "prefers-color-scheme: dark" in html
    # No picture or link tells us that it was opened or followed; no address stands for another.
    assert ".invalid" not in html + plain
    assert not [image for image in tree.iter("img") if "1" in (image.get("width"), image.get("height"))]

    headers = message.extra_headers
    leave = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Id"].endswith("<newsletter.127.0.0.1>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in html
    assert leave in plain
    # A mail scanner that follows the link changes nothing; the mail program's one click does, without any cookie.
    path = leave.removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    assert Subscriber.objects.get().state == "subscribed"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.get().state == "unsubscribed"


def test_what_was_sent_stays_as_it_was(
    archive: NewsletterIndexPage,
    issue: NewsletterIssuePage,
    subscribers: Subscribers,
    by: Actor,
    after_commit: AfterCommit,
    client: Client,
) -> None:
    subscribers(2)
    with after_commit() as waiting:
        mailing = issues.send_issue(issue=issue, by=by)
    home = archive.get_parent().specific
    home.title = "Renamed"
    home.save_revision().publish()
    changed = NewsletterIssuePage.objects.get(pk=issue.pk)
    changed.title = "Corrected"
    changed.save_revision().publish()
    for callback in waiting:
        callback()
    sending.send_due()

    assert [message.subject for message in mail.outbox] == ["What libraries are for"] * 2
    assert "* Home" in str(mail.outbox[0].body)
    assert state(mailing)[0] == "closed"
    page = client.get("/newsletters/spring/").content.decode()
    assert "Corrected" in page
    assert "Renamed" not in page.partition("<article")[2].partition("</article")[0]


def test_topics_and_breaks_decide_who_gets_it(
    archive: NewsletterIndexPage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    health, parks = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Health", "Parks"))
    subscribers(2, topic=health, prefix="health")
    subscribers(2, topic=parks, prefix="parks")
    subscribers(1, prefix="all")
    subscribers(1, prefix="away", paused_until="2999-01-01")
    for kind in ("pending", "unsubscribed", "bounced", "complained"):
        subscribers(1, prefix=kind, state=kind)
    issue = draft(archive)
    issue.topics.add(health)
    issue.save_revision()
    send(issue, by, after_commit)

    assert sorted(message.to[0].partition("@")[0] for message in mail.outbox) == ["all0", "health0", "health1"]


def test_publishing_sends_where_the_issue_says_so_and_a_page_of_the_same_release_may_go_live_after_it(
    archive: NewsletterIndexPage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    subscribers(1)
    report = archive.get_parent().add_child(instance=Page(title="The report", slug="report", live=False))
    card = {"page": report.pk, "title": "", "text": "", "show_picture": True}
    issue = draft(archive, body=[{"type": "page", "value": card}], send_when_published=True)
    with pytest.raises(IssueRefused, match="“The report”"):
        issues.send_issue(issue=issue, by=by)
    assert not Mailing.objects.exists()

    with after_commit(execute=True):
        issue.get_latest_revision().publish()
        report.save_revision().publish()
    sending.send_due()

    assert len(mail.outbox) == 1
    assert "* The report" in str(mail.outbox[0].body)


def test_an_issue_whose_pages_are_not_public_waits_and_says_why(
    archive: NewsletterIndexPage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    subscribers(1)
    report = archive.get_parent().add_child(instance=Page(title="The report", slug="report", live=False))
    card = {"page": report.pk, "title": "", "text": "", "show_picture": True}
    issue = draft(archive, body=[{"type": "page", "value": card}], send_when_published=True)
    with after_commit(execute=True):
        issue.get_latest_revision().publish()
    mailing = Mailing.objects.get()
    waiting = SendList.objects.get()
    report.save_revision().publish()
    with after_commit(execute=True):
        issues.resume_sending(mailing=mailing, by=by)
    sending.send_due()

    assert (waiting.state, "“The report”" in waiting.error) == (SendList.State.PAUSED, True)
    assert state(mailing) == ("closed", 1, 0, 0)


def test_an_empty_issue_and_whoever_may_not_send_are_refused(archive: NewsletterIndexPage, by: Actor) -> None:
    empty = draft(archive, introduction="", body=[], send_when_published=True)
    with pytest.raises(IssueRefused, match="says nothing yet"):
        empty.get_latest_revision().publish()
    with pytest.raises(NotPermitted):
        issues.send_issue(issue=empty, by=Actor.visitor())

    assert not NewsletterIssuePage.objects.get().live
    assert not SendList.objects.exists()


def test_pausing_and_cancelling_keep_the_books_balanced(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    subscribers(5)
    with after_commit(execute=True):
        mailing = issues.send_issue(issue=issue, by=by)
    send_list = SendList.objects.get()
    sending.send_rows(send_list, sender="one", most=2)
    assert issues.pause_sending(mailing=mailing, by=by)
    assert sending.send_rows(send_list, sender="one") == 0
    assert sending.send_due() == 0
    assert issues.resume_sending(mailing=mailing, by=by)
    sending.send_rows(send_list, sender="one", most=1)
    assert issues.cancel_sending(mailing=mailing, by=by)
    assert not issues.resume_sending(mailing=mailing, by=by)

    assert len(mail.outbox) == 3
    assert state(mailing) == ("cancelled", 3, 0, 2)
    assert SendRow.objects.filter(state="queued").count() == 0


def test_a_list_cannot_be_closed_unless_its_rows_balance(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    subscribers(3)
    with after_commit(execute=True):
        issues.send_issue(issue=issue, by=by)
    send_list = SendList.objects.get()
    sending.send_rows(send_list, sender="one", most=2)

    assert not ledger.close_if_done(send_list)
    with pytest.raises(IntegrityError), transaction.atomic():
        SendList.objects.update(state="closed", sent=2, failed=0, suppressed=0, closed_at=send_list.created_at)
    sending.send_rows(send_list, sender="one")
    assert ledger.close_if_done(send_list)
    assert sum(ledger.counts(send_list).values()) == SendList.objects.get().total


def test_who_leaves_or_is_erased_while_it_is_sent_gets_nothing(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit
) -> None:
    leaver, erased, stays = subscribers(3)
    with after_commit(execute=True):
        mailing = issues.send_issue(issue=issue, by=by)
    subscribing.unsubscribe(key=leaver.pk, by=Actor.visitor())
    subscribing.erase_own(key=erased.pk, by=Actor.visitor())
    sending.send_due()

    assert [message.to for message in mail.outbox] == [[stays.email]]
    assert state(mailing) == ("closed", 1, 0, 2)
    assert not SendRow.objects.filter(address=erased.email).exists()


def test_bounces_and_complaints_follow_the_policy(subscribers: Subscribers) -> None:
    hard, soft, cross = subscribers(3)
    kinds = AddressTrouble.Kind
    troubles.report(hard.email.upper(), kinds.HARD)
    troubles.report(cross.email, kinds.COMPLAINT)
    for number in (1, 2, 2, 2):  # told of again, the second counts once
        troubles.report(soft.email, kinds.SOFT, event=f"event-{number}")
    after_two = Subscriber.objects.get(pk=soft.pk).state
    troubles.report(soft.email, kinds.SOFT, event="event-3")

    assert after_two == "subscribed"
    assert list(Subscriber.objects.order_by("pk").values_list("state", flat=True)) == [
        "bounced",
        "bounced",
        "complained",
    ]


def test_a_schedule_that_cannot_be_kept_is_taken_off_and_holds_up_nothing_else(
    archive: NewsletterIndexPage, subscribers: Subscribers, after_commit: AfterCommit
) -> None:
    subscribers(1)
    soon = timezone.now() + timedelta(hours=1)
    empty = draft(archive, introduction="", body=[], send_when_published=True, go_live_at=soon)
    fine = draft(archive, title="Fine", slug="fine", send_when_published=True, go_live_at=soon)
    for issue in (empty, fine):
        issue.get_latest_revision().publish()
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    for issue in (empty, fine):
        revision = issue.get_latest_revision()
        content = {**revision.content, "go_live_at": timezone.now().isoformat()}
        Revision.objects.filter(pk=revision.pk).update(content=content)
    with after_commit(execute=True):
        call_command("publish_scheduled")
    sending.send_due()

    live = dict(NewsletterIssuePage.objects.values_list("slug", "live"))
    assert live == {"spring": False, "fine": True}
    assert [message.subject for message in mail.outbox] == ["Fine"]
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_an_issue_taken_off_the_archive_stays_sent(
    issue: NewsletterIssuePage, subscribers: Subscribers, by: Actor, after_commit: AfterCommit, client: Client
) -> None:
    subscribers(2)
    mailing = send(issue, by, after_commit)
    live = NewsletterIssuePage.objects.get(pk=issue.pk)
    assert client.get(live.url).status_code == 200
    live.unpublish()

    assert client.get(live.url).status_code == 404
    assert state(mailing) == ("closed", 2, 0, 0)
