"""A mailbox in place of a mail server: what a demonstration sends is kept, to be read in the studio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import cast

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from pshub.delivery.models import MailboxMessage

#: So many messages are kept; older ones make room.
KEPT = 1_000


class EmailBackend(BaseEmailBackend):
    """Keeps messages instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep messages; return how many."""
        rows = [
            MailboxMessage(
                recipient=", ".join(message.recipients())[:300],
                subject=" ".join(str(message.subject).split())[:300],
                source=message.message().as_bytes(),
            )
            for message in email_messages
        ]
        with transaction.atomic():
            MailboxMessage.objects.bulk_create(rows)
            last = MailboxMessage.objects.values_list("pk", flat=True)[KEPT : KEPT + 1].first()
            if last is not None:
                MailboxMessage.objects.filter(pk__lte=last).delete()
        return len(rows)


@dataclass(frozen=True, slots=True)
class Part:
    """A file that came with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A kept message, taken apart."""

    sender: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Part, ...]


def read(message: MailboxMessage) -> Reading:
    """Take a kept message apart."""
    parsed = message_from_bytes(bytes(message.source), policy=policy.default)
    text, html = (parsed.get_body((kind,)) for kind in ("plain", "html"))
    return Reading(
        sender=str(parsed.get("From", "")),
        text=str(text.get_content()) if text is not None else "",
        html=str(html.get_content()) if html is not None else "",
        headers=tuple((name, str(value)) for name, value in parsed.items()),
        attachments=tuple(
            Part(part.get_filename() or "file", part.get_content_type(), cast(bytes, part.get_payload(decode=True)))
            for part in parsed.iter_attachments()
        ),
    )
