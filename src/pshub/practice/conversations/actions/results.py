"""The result of a conversation: drawn again while votes come in, sealed when it has closed."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.delivery.models import OutboxMessage
from pshub.evidence import actions as evidence
from pshub.evidence import snapshots
from pshub.evidence.errors import EvidenceError
from pshub.evidence.kinds import Progress, SnapshotFiles
from pshub.evidence.models import Finding, FindingState, Provisional, Snapshot
from pshub.evidence.querysets import standing
from pshub.inquiries.actions import attach_finding
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations import changes, routing
from pshub.practice.conversations.actions.topics import CLOSE, RECOMPUTE
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Routing
from pshub.practice.conversations.querysets import (
    conversation_files,
    findings_of,
    has_votes,
    provisional_of,
    public_finding_of,
    statement_rows,
)
from pshub.practice.conversations.snapshots import STATEMENTS_FILE, rows_to_files

KIND = "opinion-map"

#: A job that was asked for and failed can be asked for again after so long.
_ASK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Input:
    """What a closed conversation's result is sealed on.

    Attributes
    ----------
    changed
        How many people's votes differ from those of the last public result; None where nothing was public before.
    left_out
        How many people's latest votes are left out of the public result because they are too few.
    public
        Whether the result may be public.
    """

    files: SnapshotFiles
    changed: int | None
    left_out: int
    public: bool


def request_recompute(*, conversation: Conversation, by: Actor) -> OutboxMessage:
    """Ask the worker to draw the provisional map again. Asked twice before it is done, it is done once."""
    require(by, "evidence.recompute")
    _refuse_unready(conversation)
    provisional = provisional_of(conversation)
    drawn = provisional.exact_at.isoformat() if provisional and provisional.exact_at else "never"
    window = int(timezone.now().timestamp() // _ASK_AGAIN.total_seconds())
    with transaction.atomic():
        return outbox.enqueue(
            RECOMPUTE,
            {"conversation": str(conversation.pk)},
            key=f"{RECOMPUTE}:{conversation.pk}:{drawn}:{window}",
        )


def request_seal(*, conversation: Conversation, by: Actor) -> OutboxMessage:
    """Ask the worker to seal the result of a conversation that has closed.

    Raises
    ------
    ConversationError
        ``still-open``, ``loading``, ``no-votes``.
    """
    require(by, "evidence.seal", scope=conversation.record.inquiry)
    if conversation.status != Conversation.Status.CLOSED:
        raise ConversationError("still-open")
    _refuse_unready(conversation)
    window = int(timezone.now().timestamp() // _ASK_AGAIN.total_seconds())
    key = f"{CLOSE}:{conversation.pk}:{window}"
    with transaction.atomic():
        if not OutboxMessage.objects.filter(key=key).exists():
            audit(by, verb="conversation.seal_asked", target=conversation)
        return outbox.enqueue(CLOSE, {"conversation": str(conversation.pk)}, key=key)


def recompute(
    *,
    conversation: Conversation,
    by: Actor,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Provisional:
    """Draw the provisional map from the votes as they are now, and how likely each statement is served next.

    The public map is replaced only where at least 10 people's votes changed since it was drawn; the exact one, for
    analysts, always.

    Raises
    ------
    ConversationError
        ``loading``, ``no-votes``.
    """
    _refuse_unready(conversation)
    files = conversation_files(conversation)
    provisional = evidence.save_provisional(
        key=conversation.provisional_key,
        kind=KIND,
        parameters=_parameters(parameters),
        files=files,
        participants_changed=lambda last: changes.people_changed(last, files) if last is not None else 0,
        scope=conversation.record.inquiry,
        progress=progress,
        by=by,
    )
    weights = routing.weights_of(json.loads(provisional.exact_json))
    with transaction.atomic():
        Routing.objects.update_or_create(
            conversation=conversation, defaults={"weights": weights, "computed_at": timezone.now()}
        )
    return provisional


def close_and_seal(
    *,
    conversation: Conversation,
    by: Actor,
    parameters: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Finding:
    """Close a conversation that is still open, and seal its result as a finding.

    Where fewer than 10 people voted or changed their votes since the last public map, the two side by side would tell
    what those few said: the finding is then sealed on the votes of that map, and the conversation says how many people
    it leaves out. Sealing again with nothing changed returns the finding that is there.

    Raises
    ------
    ConversationError
        ``not-open``, ``loading``, ``no-votes``.
    """
    require(by, "evidence.seal", scope=conversation.record.inquiry)
    if conversation.status == Conversation.Status.PLANNED:
        raise ConversationError("not-open")
    _refuse_unready(conversation)
    if conversation.status == Conversation.Status.OPEN:
        _close_now(conversation, by)
    chosen = _input(conversation)
    finding = evidence.seal(
        kind=KIND,
        files=chosen.files,
        parameters=_parameters(parameters),
        title=str(conversation),
        changed_since_public=chosen.changed,
        public=chosen.public,
        scope=conversation.record.inquiry,
        progress=progress,
        by=by,
    )
    with transaction.atomic():
        replaced = [old for old in findings_of(conversation) if old.pk != finding.pk]
        attach_finding(record=conversation.record, finding=finding, by=by)
        for old in replaced:
            if _is_current(old):
                evidence.supersede(finding=old, successor=finding, scope=conversation.record.inquiry, by=by)
        Conversation.objects.filter(pk=conversation.pk).update(sealed_at=timezone.now(), left_out=chosen.left_out)
        audit(
            by,
            verb="conversation.sealed",
            target=conversation,
            detail={"digest": finding.digest, "left_out": chosen.left_out},
        )
    conversation.refresh_from_db()
    return finding


def erase_sources(*, conversation: Conversation, by: Actor) -> int:
    """Erase the sealed inputs that hold votes of people who were erased, and seal successors on what remains.

    Returns
    -------
    How many inputs were erased.
    """
    require(by, "evidence.restricted", scope=conversation.record.inquiry)
    remaining = set(changes.votes_by_person(conversation_files(conversation)))
    failures: list[Exception] = []
    erased = 0
    try:
        _erase_provisional(conversation, remaining, by)
    except (EvidenceError, OSError) as failure:
        failures.append(failure)
    held = {finding.snapshot_id: finding.snapshot for finding in findings_of(conversation)}
    for snapshot in held.values():
        if snapshot.erased_at is not None:
            continue
        try:
            erased += _erase_source(conversation, snapshot, remaining, by)
        except (EvidenceError, OSError) as failure:
            failures.append(failure)
    if failures:
        # One input that can't be erased now must not keep the others; the worker tries again.
        raise failures[0]
    return erased


def _erase_provisional(conversation: Conversation, remaining: set[Hashable], by: Actor) -> None:
    provisional = provisional_of(conversation)
    if provisional is None:
        return
    without, removed = None, 0
    if provisional.released_snapshot is not None:
        before = _read_if_whole(provisional.released_snapshot)
        without = None if before is None else changes.files_without(before, remaining=remaining)
        if before is None:
            removed = 1
        elif without is not None:
            removed = changes.people_changed(before, without)
    evidence.rebase_provisional(
        key=provisional.key, removed=removed, files=without, scope=conversation.record.inquiry, by=by
    )


def _erase_source(conversation: Conversation, snapshot: Snapshot, remaining: set[Hashable], by: Actor) -> bool:
    """Erase one sealed input if it holds somebody who is gone, or if nobody can tell; return whether it was erased."""
    before = _read_if_whole(snapshot)
    without = None if before is None else changes.files_without(before, remaining=remaining)
    if before is not None and without is None:
        return False
    successors = evidence.erase_snapshot(
        snapshot=snapshot,
        reason=str(ERASED_BECAUSE),
        successor_files=without if without is not None and changes.votes_by_person(without) else None,
        participants_changed=1 if before is None or without is None else changes.people_changed(before, without),
        scope=conversation.record.inquiry,
        by=by,
    )
    for successor in successors:
        attach_finding(record=conversation.record, finding=successor, by=by)
    return True


ERASED_BECAUSE = (
    "Somebody who took part asked for their votes to be erased. The votes that this result was made from are gone, so "
    "it can no longer be computed again."
)


def _parameters(given: Mapping[str, Any] | None) -> dict[str, Any]:
    from pshub.methods.opinion import Parameters

    return dict(Parameters.from_dict(given or {}).to_dict())


def _refuse_unready(conversation: Conversation) -> None:
    if conversation.loading:
        raise ConversationError("loading")
    if not has_votes(conversation):
        raise ConversationError("no-votes")


def _close_now(conversation: Conversation, by: Actor) -> None:
    with transaction.atomic():
        now = timezone.now()
        Conversation.objects.filter(pk=conversation.pk).update(closes_at=now)
        audit(by, verb="conversation.closed", target=conversation, detail={"closes_at": now.isoformat()})
    conversation.closes_at = now


def _input(conversation: Conversation) -> _Input:
    from pshub.methods.disclosure import MINIMUM

    files = conversation_files(conversation)
    public = conversation.record.visibility == Record.Visibility.PUBLIC
    last = _last_public(conversation)
    if last is None:
        return _Input(files=files, changed=None, left_out=0, public=public)
    snapshot, removed = last
    before = None if snapshot is None else _read_if_whole(snapshot)
    if before is None:
        # What was shown last can't be read any more, so nobody can tell how close a new result would stand to it.
        return _Input(files=files, changed=None, left_out=0, public=False)
    changed = changes.people_changed(before, files) + removed
    if changed == 0 or changed >= MINIMUM:
        return _Input(files=files, changed=changed, left_out=0, public=public)
    if removed:
        # The votes of the last public map are not all there any more: what is left stands as close to it.
        return _Input(files=files, changed=None, left_out=0, public=False)
    # The votes of the last public map, but statements as the moderators have left them.
    statements = rows_to_files([], statement_rows(conversation))[STATEMENTS_FILE]
    return _Input(files={**before, STATEMENTS_FILE: statements}, changed=0, left_out=changed, public=public)


def _last_public(conversation: Conversation) -> tuple[Snapshot | None, int] | None:
    """Return the input of the last public result, and how many of its people were erased from it; None before any."""
    provisional = provisional_of(conversation)
    finding = public_finding_of(conversation)
    if provisional is None or provisional.released_at is None:
        return None if finding is None else (finding.snapshot, 0)
    if finding is not None and finding.sealed_at > provisional.released_at:
        return finding.snapshot, 0
    return provisional.released_snapshot, provisional.removed_since_release


def _read_if_whole(snapshot: Snapshot) -> SnapshotFiles | None:
    """Return the files of a snapshot; None where they are erased, missing or not what was sealed."""
    try:
        return snapshots.read(snapshot).files
    except EvidenceError:
        return None


def _is_current(finding: Finding) -> bool:
    return standing(finding).state == FindingState.State.CURRENT
