"""Statements: written beforehand, added by people who take part, accepted or turned down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from pshub.inquiries.actions import create_record, derive
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations import texts
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, ModerationReason, Statement
from pshub.practice.conversations.record_kinds import PUT_TO


def seed_statement(
    *,
    conversation: Conversation,
    text: str,
    by: Actor,
    meta: bool = False,
    language: str = "",
    at: datetime | None = None,
) -> Statement:
    """Write a statement beforehand: it is put to the vote at once.

    Raises
    ------
    ConversationError
        ``empty-statement``, ``long-statement``, ``same-statement`` and its like, ``closed``.
    """
    require(by, "conversations.moderate", scope=conversation.record.inquiry)
    if conversation.status == Conversation.Status.CLOSED:
        raise ConversationError("closed")
    with transaction.atomic():
        statement = _write(
            conversation, text, by=by, origin=Statement.Origin.SEEDED, meta=meta, language=language, at=at
        )
        _put_to_vote(statement, by=by)
        audit(by, verb="statement.seeded", target=statement, detail={"number": statement.number})
    return statement


def submit_statement(
    *, conversation: Conversation, text: str, by: Actor, language: str = "", at: datetime | None = None
) -> Statement:
    """Add a statement of somebody who takes part; nobody else sees it until a moderator has read it.

    `by` is a participant under the pseudonym of authorship, never that of votes. `at` is for invented samples.
    Times are kept to the hour and there is no audit entry: a time beside that of a vote would join the two pseudonyms.

    Raises
    ------
    ConversationError
        ``not-open``, ``closed``, ``loading``, ``no-statements-taken``, ``empty-statement``, ``long-statement``, or
        ``same-statement``, ``same-pending``, ``same-rejected`` where somebody said exactly that before.
    """
    require(by, "conversations.take_part")
    check_takes_votes(conversation, at=at)
    if conversation.submissions != Conversation.Submissions.EVERYBODY:
        raise ConversationError("no-statements-taken")
    with transaction.atomic():
        return _write(
            conversation,
            text,
            by=by,
            origin=Statement.Origin.SUBMITTED,
            language=language,
            at=at,
            author=by.pseudonym,
        )


def accept_statement(*, statement: Statement, by: Actor, meta: bool | None = None) -> Statement:
    """Put a statement to the vote; one that was turned down can be accepted after all."""
    require(by, "conversations.moderate", scope=statement.conversation.record.inquiry)
    with transaction.atomic():
        held = _locked(statement)
        if meta is not None:
            held.meta = meta
        if held.state != Statement.State.ACCEPTED:
            _put_to_vote(held, by=by)
            audit(by, verb="statement.accepted", target=held, detail={"number": held.number, "meta": held.meta})
        else:
            held.save(update_fields=["meta"])
    return held


def reject_statement(*, statement: Statement, reason: str, by: Actor) -> Statement:
    """Turn a statement down for one of the published reasons. Votes on it are kept, but shape the map no more.

    Raises
    ------
    ConversationError
        ``unknown-reason``: only what people could read before the conversation opened may count.
    """
    require(by, "conversations.moderate", scope=statement.conversation.record.inquiry)
    with transaction.atomic():
        held = _locked(statement)
        try:
            held.reason = ModerationReason.objects.get(conversation=held.conversation_id, code=reason)
        except ModerationReason.DoesNotExist:
            raise ConversationError("unknown-reason", reason=reason) from None
        held.state = Statement.State.REJECTED
        held.save(update_fields=["state", "reason"])
        Record.objects.filter(pk=held.pk).update(visibility=Record.Visibility.STUDIO, status=held.state)
        audit(by, verb="statement.rejected", target=held, detail={"number": held.number, "reason": reason})
    return held


def change_statement(*, statement: Statement, text: str, by: Actor, meta: bool | None = None) -> Statement:
    """Correct a statement that nobody has voted on yet, such as a slip of the pen in one written beforehand.

    Raises
    ------
    ConversationError
        ``voted-on``; what is wrong with the new text.
    """
    require(by, "conversations.moderate", scope=statement.conversation.record.inquiry)
    with transaction.atomic():
        held = _locked(statement)
        cleaned = _checked_text(held.conversation, text, apart_from=held)
        if cleaned != held.text and held.votes.exists():
            raise ConversationError("voted-on", number=held.number)
        held.text, held.fingerprint = cleaned, texts.fingerprint(cleaned)
        if meta is not None:
            held.meta = meta
        held.save(update_fields=["text", "fingerprint", "meta"])
        Record.objects.filter(pk=held.pk).update(title=cleaned[:300])
        audit(by, verb="statement.changed", target=held, detail={"number": held.number})
    return held


def check_takes_votes(conversation: Conversation, *, at: datetime | None = None) -> None:
    """Refuse what is only done while a conversation is open.

    Raises
    ------
    ConversationError
        ``not-open``, ``closed`` or ``loading``.
    """
    status = conversation.status_at(at or timezone.now())
    if status == Conversation.Status.PLANNED:
        raise ConversationError("not-open")
    if status == Conversation.Status.CLOSED:
        raise ConversationError("closed")
    if conversation.loading:
        raise ConversationError("loading")


def next_number(conversation: Conversation) -> int:
    """Return the next free statement number; call it with the conversation locked. Polis counts from 0, we from 1."""
    largest: int | None = conversation.statements.aggregate(largest=Max("number"))["largest"]
    return 1 if largest is None else largest + 1


def _write(
    conversation: Conversation,
    text: str,
    *,
    by: Actor,
    origin: Statement.Origin,
    meta: bool = False,
    language: str = "",
    at: datetime | None = None,
    author: str = "",
) -> Statement:
    held = (
        Conversation.objects.select_for_update(of=("self",)).select_related("record__inquiry").get(pk=conversation.pk)
    )
    cleaned = _checked_text(held, text)
    hour = (at or timezone.now()).replace(minute=0, second=0, microsecond=0)
    record = create_record(
        kind="statement",
        title=cleaned,
        inquiry=held.record.inquiry,
        status=Statement.State.PENDING,
        visibility=Record.Visibility.STUDIO,
        created_at=hour if origin == Statement.Origin.SUBMITTED else None,
        by=by,
    )
    return Statement.objects.create(
        record=record,
        conversation=held,
        number=next_number(held),
        text=cleaned,
        fingerprint=texts.fingerprint(cleaned),
        language=language,
        origin=origin,
        meta=meta,
        submitted_at=hour,
        author=author,
    )


def _checked_text(conversation: Conversation, text: str, *, apart_from: Statement | None = None) -> str:
    cleaned = texts.clean(text)
    if not cleaned:
        raise ConversationError("empty-statement")
    if len(cleaned) > texts.LONGEST:
        raise ConversationError("long-statement", length=len(cleaned), limit=texts.LONGEST)
    same = conversation.statements.filter(fingerprint=texts.fingerprint(cleaned)).select_related("reason")
    if apart_from is not None:
        same = same.exclude(pk=apart_from.pk)
    found = same.first()
    if found is None:
        return cleaned
    if found.state == Statement.State.ACCEPTED:
        raise ConversationError("same-statement", number=found.number)
    if found.reason is not None:
        raise ConversationError("same-rejected", reason=found.reason.words)
    raise ConversationError("same-pending")


def _put_to_vote(statement: Statement, *, by: Actor) -> None:
    statement.state = Statement.State.ACCEPTED
    statement.reason = None
    statement.save(update_fields=["state", "reason", "meta"])
    Record.objects.filter(pk=statement.pk).update(visibility=Record.Visibility.PUBLIC, status=statement.state)
    derive(upstream=statement.record, downstream=statement.conversation.record, label=PUT_TO, by=by)


def _locked(statement: Statement) -> Statement:
    return (
        Statement.objects.select_for_update(of=("self",))
        .select_related("record", "conversation__record__inquiry", "reason")
        .get(pk=statement.pk)
    )
