"""What servers and providers answer has the consequence that the policy states, whichever way mail goes out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.utils import timezone

from pshub.config.mail import mail
from pshub.delivery import ledger, mailbox, notify, sending
from pshub.delivery.ledger import Kind
from pshub.delivery.models import AddressTrouble, MailboxMessage, SendList, SendRow
from support.mail.sink import Sink

pytestmark = pytest.mark.django_db
KEY = "webhook-key"


@pytest.fixture
def plain_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of plain messages."""

    def compose(_send_list: SendList) -> Any:
        return lambda row: EmailMultiAlternatives("Hello", "Hello.", "hub@example.org", [row.address])

    monkeypatch.setitem(ledger._kinds, "plain", Kind("plain", audience=None, address="", compose=compose))  # type: ignore[arg-type]


def sending_to(*names: str) -> SendList:
    now = timezone.now()
    send_list = SendList.objects.create(
        key="k", kind="plain", title="Hello", state="sending", total=len(names), due_at=now
    )
    for name in names:
        SendRow.objects.create(
            send_list=send_list,
            recipient=name,
            address=f"{name}@example.org",
            message_id=ledger.message_id("k", name),
            due_at=now,
        )
    return send_list


def smtp(sink: Sink) -> Any:
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.port, use_tls=False, timeout=10
    )


def states() -> dict[str, str]:
    return dict(SendRow.objects.order_by("pk").values_list("recipient", "state"))


def test_refusals_for_good_and_for_now_are_told_apart(plain_kind: None) -> None:
    send_list = sending_to("fine", "gone", "full", "policy")
    with Sink() as sink:
        sink.replies = {
            "gone@example.org": "550 5.1.1 no such user",
            "full@example.org": "452 4.2.2 mailbox full",
            "policy@example.org": "550 5.7.1 not from you",
        }
        sending.send_rows(send_list, sender="one", connection=smtp(sink))

    assert states() == {"fine": "sent", "gone": "failed", "full": "queued", "policy": "failed"}
    assert [address for address, _ in sink.arrived] == ["fine@example.org"]
    # What refuses us says nothing about an address.
    troubles = dict(AddressTrouble.objects.values_list("address", "kind"))
    assert troubles == {"gone@example.org": "hard", "full@example.org": "soft"}
    later = SendRow.objects.get(recipient="full")
    assert later.due_at > timezone.now()
    assert "mailbox full" in later.error


def test_who_is_refused_for_now_too_often_has_failed(plain_kind: None) -> None:
    send_list = sending_to("full")
    with Sink() as sink:
        sink.replies = {"full@example.org": "452 4.2.2 mailbox full"}
        for _ in range(len(ledger.PAUSES) + 1):
            SendRow.objects.filter(state="queued").update(due_at=timezone.now())
            sending.send_rows(send_list, sender="one", connection=smtp(sink))

    assert states() == {"full": "failed"}
    assert ledger.close_if_done(send_list)


def test_a_server_that_cannot_be_reached_touches_no_row(plain_kind: None, settings: Any) -> None:
    sending_to("one", "two")
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
    sending.send_due()  # nobody listens any more
    told = SendList.objects.get()
    with Sink() as sink:
        settings.EMAIL_PORT = sink.port
        SendList.objects.update(due_at=timezone.now())
        sending.send_due()

    assert "refused" in told.error.lower()
    assert SendRow.objects.filter(attempts=1, state="sent").count() == 2
    assert SendList.objects.get().state == "closed"


def test_a_claimed_row_is_nobody_elses_and_comes_back_when_its_sender_is_gone(plain_kind: None) -> None:
    send_list = sending_to("one", "two")
    first, second = (sending.claim(send_list, sender=name) for name in ("alive", "dead"))
    third = sending.claim(send_list, sender="other")
    sending.recover(living=["alive"])
    again = sending.claim(send_list, sender="other")

    assert first is not None
    assert second is not None
    assert third is None
    assert again is not None
    assert (again.pk, again.message_id, again.attempts) == (second.pk, second.message_id, 2)


def test_the_rate_is_kept_to(plain_kind: None, settings: Any) -> None:
    settings.MAIL_RATE = 6
    sending_to("one", "two", "three", "four")
    sending.send_due()
    sent = SendRow.objects.filter(state="sent").count()
    due = SendList.objects.get().due_at

    assert sent == 2  # of six a minute, for a turn of twenty seconds
    assert due is not None
    assert (due - timezone.now()).total_seconds() > 10


@pytest.fixture
def mailgun(settings: Any) -> Iterator[Client]:
    """A hub that sends by a provider which tells of bounces, signed."""
    settings.MAIL = "mailgun"
    settings.ANYMAIL = {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    return Client(enforce_csrf_checks=True)


def event(kind: str, address: str, *, key: str = KEY, severity: str = "permanent", number: int = 1) -> str:
    stamp, token = str(int(time.time())), f"token-{number}"
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return json.dumps(
        {
            "signature": {"timestamp": stamp, "token": token, "signature": signature},
            "event-data": {
                "event": kind,
                "id": f"event-{number}",
                "timestamp": time.time(),
                "recipient": address,
                "severity": severity,
                "reason": "bounce",
                "delivery-status": {"code": 550, "message": "no such user"},
            },
        }
    )


def test_a_signed_bounce_counts_once_and_a_bad_signature_changes_nothing(mailgun: Client) -> None:
    def tell(body: str, path: str = "/mail/mailgun/events/") -> int:
        return mailgun.post(path, body, content_type="application/json").status_code

    forged = tell(event("failed", "ada@example.org", key="another"))
    broken = tell("{}")
    elsewhere = tell(event("failed", "ada@example.org"), "/mail/postmark/events/")
    after_forgeries = AddressTrouble.objects.count()
    told = [tell(event("failed", "ada@example.org")), tell(event("failed", "ada@example.org"))]
    complained = tell(event("complained", "bob@example.org", number=2))

    assert (forged, broken, elsewhere, after_forgeries) == (400, 400, 404, 0)
    assert [*told, complained] == [200] * 3
    assert sorted(AddressTrouble.objects.values_list("address", "kind")) == [
        ("ada@example.org", "hard"),
        ("bob@example.org", "complaint"),
    ]


def test_without_a_secret_nobody_can_report_a_bounce(mailgun: Client, settings: Any) -> None:
    settings.MAIL, settings.ANYMAIL = "postmark", {"POSTMARK_SERVER_TOKEN": "token"}
    answer = mailgun.post("/mail/postmark/events/", "{}", content_type="application/json")

    assert answer.status_code == 404


def test_the_mailbox_keeps_the_newest_and_gives_back_what_it_got(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "KEPT", 2)
    connection = get_connection("pshub.delivery.mailbox.EmailBackend")
    for number in range(3):
        message = EmailMultiAlternatives(f"Størm {number}", "Plain – words", "hub@example.org", ["ada@example.org"])
        message.attach_alternative("<p>HTML – words</p>", "text/html")
        message.attach("evening.ics", b"BEGIN:VCALENDAR", "text/calendar")
        connection.send_messages([message])
    kept = list(MailboxMessage.objects.all())
    reading = mailbox.read(kept[0])

    assert [row.subject for row in kept] == ["Størm 2", "Størm 1"]
    assert (reading.text.strip(), reading.html.strip()) == ("Plain – words", "<p>HTML – words</p>")
    assert [(part.name, part.content) for part in reading.attachments] == [("evening.ics", b"BEGIN:VCALENDAR")]


def test_notify_is_asked_with_a_token_that_its_secret_signs(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    service, secret = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
    settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE = f"my-key-{service}-{secret}", "template"
    asked: list[tuple[dict[str, Any], str]] = []

    class Answer:
        ok = True

    def post(_address: str, *, json: dict[str, Any], headers: dict[str, str], timeout: int) -> Answer:
        asked.append((json, headers["Authorization"]))
        return Answer()

    monkeypatch.setattr(notify.requests, "post", post)
    headers = {
        "Message-ID": "<row@hub>",
        "List-Unsubscribe": "<https://hub/leave/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = EmailMultiAlternatives("Spring", "Dear reader", "hub@example.org", ["ada@example.org"], headers=headers)
    get_connection("pshub.delivery.notify.EmailBackend").send_messages([message])
    body, authorization = asked[0]
    head, claims, signature = authorization.removeprefix("Bearer ").split(".")
    decoded = json.loads(base64.urlsafe_b64decode(claims + "=="))
    expected = hmac.new(secret.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()

    assert body == {
        "email_address": "ada@example.org",
        "template_id": "template",
        "personalisation": {"subject": "Spring", "message": "Dear reader"},
        "reference": "<row@hub>",
        "one_click_unsubscribe_url": "https://hub/leave/",
    }
    assert decoded["iss"] == service
    assert base64.urlsafe_b64decode(signature + "==") == expected


@pytest.mark.parametrize(
    ("environment", "demo", "way"),
    [
        ({}, False, "console"),
        ({}, True, "mailbox"),
        ({"PSHUB_EMAIL_HOST": "mail.example.org"}, True, "smtp"),
        ({"PSHUB_MAIL": "postmark", "PSHUB_MAIL_KEY": "token"}, False, "postmark"),
        ({"PSHUB_MAIL": "pigeon"}, False, "is no way to send mail"),
        ({"PSHUB_MAIL": "mailbox"}, False, "for demonstrations only"),
        ({"PSHUB_MAIL": "mailgun", "PSHUB_ANYMAIL": "[1"}, False, "not a JSON object"),
    ],
)
def test_the_way_out_comes_from_the_environment(
    environment: dict[str, str], demo: bool, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PSHUB_MAIL", "PSHUB_EMAIL_HOST", "PSHUB_ANYMAIL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    try:
        found = mail(demo=demo)[0]
    except Exception as refused:
        found = str(refused)

    assert way in found
