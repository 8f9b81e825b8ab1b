"""Votes: cast one at a time by somebody who takes part, taken back, or loaded in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations.actions.statements import check_takes_votes
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Participant, Statement, Vote
from pshub.practice.conversations.vote_rows import CastRow, upsert_vote, upsert_votes

#: Votes written in one transaction: about 50 ms, so that nobody who votes has to wait.
CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class BulkVote:
    """A vote to be loaded: who (a label, one per person), on which statement number, what, and when."""

    participant: str
    statement: int
    value: int
    cast_at: datetime


def cast_vote(*, conversation: Conversation, statement: Statement, value: int, by: Actor) -> None:
    """Say agree (1), disagree (-1) or pass (0) of a statement; a second vote on it takes the place of the first.

    One upsert, and nothing that grows with the conversation. There is no audit entry: an entry with a time beside a
    row of votes with the same time would undo the pseudonym.

    Raises
    ------
    ConversationError
        ``not-open``, ``closed``, ``loading``, ``unknown-statement``, ``vote-value``, ``not-a-participant``.
    """
    require(by, "conversations.take_part")
    pseudonym = _pseudonym(by)
    _check_value(value)
    _check_votable(conversation, statement)
    with transaction.atomic():
        # Once more as it is now: the conversation may have closed, or the statement been rejected, since it was read.
        now = Statement.objects.select_related("conversation").filter(pk=statement.pk).first()
        if now is None:
            raise ConversationError("unknown-statement", number=statement.number)
        _check_votable(now.conversation, now)
        participant_id = _participant_id(conversation, pseudonym)
        upsert_vote(CastRow(participant_id, statement.pk, value, timezone.now()))


def withdraw_vote(*, conversation: Conversation, statement: Statement, by: Actor) -> bool:
    """Take one's vote on a statement back, as if the statement had not been seen; return whether there was one."""
    require(by, "conversations.take_part")
    pseudonym = _pseudonym(by)
    check_takes_votes(conversation)
    with transaction.atomic():
        deleted, _ = Vote.objects.filter(
            participant__conversation=conversation, participant__pseudonym=pseudonym, statement=statement
        ).delete()
    return bool(deleted)


def import_votes(
    *,
    conversation: Conversation,
    votes: Iterable[BulkVote],
    by: Actor,
    mode: str = Participant.Mode.ONLINE,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Load many votes of people who are known by labels, in chunks; return how many.

    Loading the same again changes nothing; of several votes of a person on a statement the last given counts. The
    whole is checked before anything is written.

    Raises
    ------
    ConversationError
        ``unknown-statement``, ``vote-value``.
    """
    require(by, "conversations.import", scope=conversation.record.inquiry)
    statements = dict(conversation.statements.values_list("number", "pk"))
    last: dict[tuple[str, int], BulkVote] = {}
    for vote in votes:
        if vote.statement not in statements:
            raise ConversationError("unknown-statement", number=vote.statement)
        _check_value(vote.value)
        last[vote.participant, vote.statement] = vote
    people = _participants(conversation, list(dict.fromkeys(label for label, _ in last)), mode)
    rows = iter(last.values())
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            upsert_votes(
                CastRow(people[vote.participant], statements[vote.statement], vote.value, vote.cast_at)
                for vote in chunk
            )
        done += len(chunk)
        if progress is not None:
            progress(done)
    with transaction.atomic():
        audit(by, verb="conversation.votes_imported", target=conversation, detail={"votes": done})
    return done


def _pseudonym(by: Actor) -> str:
    if by.kind != "participant" or not by.pseudonym:
        raise ConversationError("not-a-participant")
    return by.pseudonym


def _check_votable(conversation: Conversation, statement: Statement) -> None:
    check_takes_votes(conversation)
    if statement.conversation_id != conversation.pk or statement.state != Statement.State.ACCEPTED:
        raise ConversationError("unknown-statement", number=statement.number)


def _check_value(value: int) -> None:
    if value not in Vote.Value.values:
        raise ConversationError("vote-value", value=value)


def _participant_id(conversation: Conversation, pseudonym: str) -> int:
    """Return the row of somebody who takes part, making it at the first vote. Two first votes at once make one row."""
    known = Participant.objects.filter(conversation=conversation, pseudonym=pseudonym).values_list("pk", flat=True)
    found = known.first()
    if found is None:
        Participant.objects.bulk_create(
            [Participant(conversation=conversation, pseudonym=pseudonym)], ignore_conflicts=True
        )
        found = known.get()
    return found


def _participants(conversation: Conversation, labels: list[str], mode: str) -> dict[str, int]:
    for start in range(0, len(labels), CHUNK):
        with transaction.atomic():
            Participant.objects.bulk_create(
                [
                    Participant(conversation=conversation, label=label, mode=mode)
                    for label in labels[start : start + CHUNK]
                ],
                ignore_conflicts=True,
            )
    known = conversation.participants.filter(label__isnull=False).values_list("label", "pk")
    return {str(label): key for label, key in known}
