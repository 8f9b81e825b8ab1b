"""Taking people's rows away, and the keys that join browsers to them."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations import pseudonyms
from pshub.practice.conversations.actions.topics import ERASED
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Participant, PolisImport, Statement


def erase_participant(*, conversation: Conversation, by: Actor, label: str | None = None) -> None:
    """Erase somebody from a conversation: all their votes, and what an import kept of them.

    People who take part erase themselves; an administrator of conversations can erase somebody whom an import knows
    by `label`. The worker then erases the sealed inputs that hold their votes.

    Raises
    ------
    ConversationError
        ``unknown-participant``.
    """
    if label is None:
        require(by, "conversations.take_part")
        if by.kind != "participant" or not by.pseudonym:
            raise ConversationError("not-a-participant")
        rows = Participant.objects.filter(conversation=conversation, pseudonym=by.pseudonym)
    else:
        require(by, "conversations.manage", scope=conversation.record.inquiry)
        rows = Participant.objects.filter(conversation=conversation, label=label)
    with transaction.atomic():
        participant = rows.select_for_update().first()
        if participant is None:
            raise ConversationError("unknown-participant")
        if participant.label is not None:
            _remember_erased(conversation, participant.label)
        participant.delete()
        audit(by, verb="conversation.participant_erased", target=conversation)
        outbox.enqueue(
            ERASED,
            {"conversation": str(conversation.pk)},
            key=f"{ERASED}:{conversation.pk}:{uuid.uuid4()}",
        )


def erase_authorship(*, conversation: Conversation, by: Actor) -> int:
    """Cut the tie between somebody and their statements, and delete those that nobody has read; return how many.

    A statement that was put to the vote stays, as one that nobody wrote: others have voted on it.
    """
    require(by, "conversations.take_part")
    if by.kind != "participant" or not by.pseudonym:
        raise ConversationError("not-a-participant")
    with transaction.atomic():
        own = Statement.objects.select_for_update().filter(conversation=conversation, author=by.pseudonym)
        unread = list(own.filter(state=Statement.State.PENDING).select_related("record"))
        cut = own.exclude(state=Statement.State.PENDING).update(author="")
        for statement in unread:
            record = statement.record
            statement.delete()
            record.delete()
        if unread or cut:
            audit(by, verb="conversation.authorship_erased", target=conversation)
    return len(unread) + cut


def destroy_keys(*, conversation: Conversation, purpose: pseudonyms.Purpose, by: Actor) -> None:
    """Destroy the key that joins browsers to votes, or to statements. Nobody, us included, can join them again.

    Raises
    ------
    ConversationError
        ``still-open``: people who vote need the key.
    """
    require(by, "conversations.manage", scope=conversation.record.inquiry)
    with transaction.atomic():
        held = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if held.status != Conversation.Status.CLOSED:
            raise ConversationError("still-open")
        pseudonyms.destroy_key(held.pk, purpose)
        if purpose == "votes":
            held.vote_keys_destroyed_at = timezone.now()
            held.participants.filter(pseudonym__isnull=False).update(pseudonym=None)
        else:
            held.statement_keys_destroyed_at = timezone.now()
            held.statements.exclude(author="").update(author="")
        held.save(update_fields=["vote_keys_destroyed_at", "statement_keys_destroyed_at"])
        audit(by, verb="conversation.keys_destroyed", target=held, detail={"purpose": purpose})


def _remember_erased(conversation: Conversation, label: str) -> None:
    kept = PolisImport.objects.select_for_update().filter(conversation=conversation).first()
    if kept is not None and label not in kept.erased:
        kept.erased = [*kept.erased, label]
        kept.save(update_fields=["erased"])
