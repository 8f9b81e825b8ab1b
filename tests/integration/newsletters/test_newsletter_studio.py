"""An editor tries, sends and follows an issue in the studio; others cannot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from pshub.delivery import sending
from pshub.delivery.mailbox import EmailBackend
from pshub.delivery.models import MailboxMessage, SendList
from pshub.people import demo
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import Role
from pshub.people.second_factor import DEMO_SESSION
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber
from support.newsletters import draft

pytestmark = pytest.mark.django_db
Subscribers = Callable[..., list[Subscriber]]


def signed_in(role: Role, settings: Any) -> Client:
    """Return a browser of somebody with a role, past the second step."""
    settings.DEMO = True
    demo.ensure_accounts(by=Actor.system("tests"))
    user = User.objects.get(demo=True, role_assignments__role=role)
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


@pytest.fixture
def editor(settings: Any, db: None) -> Client:
    return signed_in(Role.EDITOR, settings)


def test_an_editor_tries_sends_pauses_and_goes_on(
    editor: Client,
    issue: NewsletterIssuePage,
    subscribers: Subscribers,
    django_capture_on_commit_callbacks: Any,
) -> None:
    subscribers(3)
    address = reverse("newsletter_studio:send", args=[issue.pk])
    before = editor.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(address, {"test": "1", "to": "me@example.org", "number": "one"})
        editor.post(address, {"test": "1", "to": "me@example.org", "number": "one"})
        wrong = editor.post(address, {"test": "1", "to": "nobody", "number": "two"}, follow=True)
        editor.post(address, {"send": "1"})
    sending.send_rows(SendList.objects.get(), sender="one", most=1)
    editor.post(address, {"pause": "1"})
    paused = editor.get(address).content.decode()
    editor.post(address, {"resume": "1"})
    sending.send_due()
    after = editor.get(address).content.decode()
    listed = editor.get(reverse("newsletter_studio:overview")).content.decode()

    assert "Publish and send to 3 subscribers" in before
    assert [message.subject for message in mail.outbox].count("[Test] What libraries are for") == 1
    assert "is not an e-mail address" in wrong.content.decode()
    assert "1 of 3" in paused
    assert ("3 of 3" in after, "3 subscribers" in listed) == (True, True)
    assert len(mail.outbox) == 4


def test_what_cannot_be_sent_is_said_and_nothing_is_published(editor: Client, archive: NewsletterIndexPage) -> None:
    empty = draft(archive, introduction="", body=[], send_when_published=True)
    page = editor.get(reverse("newsletter_studio:send", args=[empty.pk])).content.decode()
    answer = editor.post(reverse("newsletter_studio:send", args=[empty.pk]), {"send": "1"}, follow=True)

    assert "says nothing yet" in page
    assert "says nothing yet" in answer.content.decode()
    assert not NewsletterIssuePage.objects.get().live


@pytest.mark.parametrize("mode", ["web", "email", "text"])
def test_an_issue_is_previewed_each_way_it_is_read(issue: NewsletterIssuePage, mode: str) -> None:
    shown = issue.make_preview_request(preview_mode=mode)
    shown.render() if hasattr(shown, "render") and not shown.is_rendered else None

    assert "Dear reader" in shown.content.decode()


def test_what_was_sent_is_not_deleted(
    editor: Client, issue: NewsletterIssuePage, subscribers: Subscribers, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("newsletter_studio:send", args=[issue.pk]), {"send": "1"})
    editor.post(reverse("wagtailadmin_pages:delete", args=[issue.pk]))
    editor.post(reverse("wagtailadmin_pages:delete", args=[issue.get_parent().pk]))

    assert NewsletterIssuePage.objects.filter(pk=issue.pk).exists()


def test_subscribers_are_listed_found_and_imported(editor: Client, subscribers: Subscribers) -> None:
    subscribers(2)
    found = editor.get(reverse("studio_subscribers:index"), {"q": "reader1"}).content.decode()
    file = SimpleUploadedFile("list.csv", b"email\nnew@example.org\nbad\n", "text/csv")
    said = {"file": file, "consent": "Sheet of 4 March"}
    page = editor.post(reverse("newsletter_studio:import"), said).content.decode()
    none = editor.post(
        reverse("newsletter_studio:import"), {**said, "file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00")}
    )

    assert ("reader1@example.org" in found, "reader0@example.org" in found) == (True, False)
    assert "is not an e-mail address" in page
    assert Subscriber.objects.filter(email="new@example.org", state="subscribed").exists()
    assert "not in UTF-8" in none.content.decode()


def test_kept_mail_is_read_shut_off_from_the_studio(editor: Client, settings: Any) -> None:
    message = EmailMultiAlternatives("Spring", "Plain", "hub@example.org", ["ada@example.org"])
    message.attach_alternative("<html><head></head><body><script>alert(1)</script>Hello</body></html>", "text/html")
    message.attach("evening.ics", b"BEGIN:VCALENDAR", "text/calendar")
    EmailBackend().send_messages([message])
    kept = MailboxMessage.objects.get()
    listed = editor.get(reverse("newsletter_studio:mailbox")).content.decode()
    shown = editor.get(reverse("newsletter_studio:mailbox_message", args=[kept.pk])).content.decode()
    html = editor.get(reverse("newsletter_studio:mailbox_html", args=[kept.pk]))
    file = editor.get(reverse("newsletter_studio:mailbox_attachment", args=[kept.pk, 0]))

    assert "Spring" in listed
    assert "alert(1)" not in shown
    policy = html["Content-Security-Policy"]
    assert policy.startswith("sandbox")
    assert ("allow-scripts" in policy, "default-src 'none'" in policy) == (False, True)
    assert (file.content, file["Content-Disposition"]) == (b"BEGIN:VCALENDAR", 'attachment; filename="evening.ics"')
    assert editor.get(reverse("newsletter_studio:mailbox_attachment", args=[kept.pk, 1])).status_code == 404


def test_whoever_does_not_send_newsletters_sees_no_addresses(
    settings: Any, subscribers: Subscribers, issue: NewsletterIssuePage
) -> None:
    subscribers(1)
    analyst = signed_in(Role.ANALYST, settings)
    answers = [
        analyst.get(address)
        for address in (
            reverse("studio_subscribers:index"),
            reverse("newsletter_studio:overview"),
            reverse("newsletter_studio:import"),
            reverse("newsletter_studio:send", args=[issue.pk]),
        )
    ]

    assert all(answer.status_code in (302, 403) for answer in answers)
    assert not any("reader0" in answer.content.decode() for answer in answers)
