"""Taking out what is exact and restricted, noted in the audit log."""

from __future__ import annotations

from django.db import transaction

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.exporters import polis_files
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.querysets import provisional_of


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
    # Outside the transaction: it would hold the lock for writing for seconds, and nobody could vote.
    files = polis_files(conversation)
    with transaction.atomic():
        audit(by, verb="conversation.exported", target=conversation, detail={"format": "polis"})
    return files


def take_exact(*, conversation: Conversation, by: Actor) -> bytes:
    """Return the exact provisional result as JSON. Row-level counts: never publish it.

    Raises
    ------
    ConversationError
        ``no-votes`` where no map has been drawn.
    """
    require(by, "evidence.restricted", scope=conversation.record.inquiry)
    provisional = provisional_of(conversation)
    if provisional is None:
        raise ConversationError("no-votes")
    with transaction.atomic():
        audit(by, verb="conversation.exact_taken", target=conversation)
    return provisional.exact_json.encode("utf-8")
