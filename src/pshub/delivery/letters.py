"""Letters: one e-mail to one person, queued with the change that it tells of and sent once after the commit."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives

from pshub.delivery import outbox
from pshub.delivery.models import OutboxMessage

LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; its bytes as base64, so that the letter can be queued as JSON."""

    name: str
    content: str
    media_type: str

    @classmethod
    def of(cls, name: str, content: bytes, media_type: str) -> Attachment:
        """Return an attachment holding some bytes."""
        return cls(name, base64.b64encode(content).decode("ascii"), media_type)


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail: plain text always, HTML where that helps."""

    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""


def post(letter: Letter, *, key: str, due_at: datetime | None = None) -> OutboxMessage:
    """Queue a letter in the caller's transaction; the same key queues it once."""
    return outbox.enqueue(LETTER, asdict(letter), key=key, due_at=due_at)


def message_of(payload: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Return the message that a queued letter asks for."""
    message = EmailMultiAlternatives(
        # A line break in a subject would end the header.
        subject=" ".join(payload["subject"].split()),
        body=payload["text"],
        to=[payload["to"]],
        headers=dict(payload["headers"]),
        reply_to=[payload["reply_to"]] if payload["reply_to"] else None,
    )
    if payload["html"]:
        message.attach_alternative(payload["html"], "text/html")
    for attached in payload["attachments"]:
        message.attach(attached["name"], base64.b64decode(attached["content"]), attached["media_type"])
    return message


@outbox.handler(LETTER)
def send(payload: Mapping[str, Any]) -> None:
    """Send a queued letter."""
    message_of(payload).send()
