"""Taking a conversation out whole. Exact, restricted, and noted in the audit log."""

from __future__ import annotations

from django.db import transaction

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.exporters import polis_files
from pshub.practice.conversations.models import Conversation


def export_polis(*, conversation: Conversation, by: Actor) -> dict[str, bytes]:
    """Return the files of a Polis export by name. They say how each person voted: never publish them.

    Raises
    ------
    ConversationError
        ``loading``.
    """
    require(by, "conversations.export", scope=conversation.record.inquiry)
    if conversation.loading:
        raise ConversationError("loading")
    with transaction.atomic():
        files = polis_files(conversation)
        audit(by, verb="conversation.exported", target=conversation, detail={"format": "polis"})
    return files
