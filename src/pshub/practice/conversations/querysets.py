"""Reads of conversations: what a reader may see, how somebody voted, the rows that a result is made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from pshub.evidence.models import Finding, Provisional
from pshub.evidence.querysets import findings, standing
from pshub.inquiries.querysets import visible_records
from pshub.people.actors import Actor
from pshub.practice.conversations.models import Conversation, Participant, Statement, Vote
from pshub.practice.conversations.snapshots import StatementRow, rows_to_files

#: More people than this are not counted one by one on a page: "many" says enough.
COUNTED = 1_000


def visible_conversations(viewer: Actor) -> QuerySet[Conversation]:
    """Return the conversations that a reader may see, each with its record and inquiry."""
    return Conversation.objects.filter(record__in=visible_records(viewer)).select_related("record__inquiry")


def conversation_named(name: str) -> Conversation | None:
    """Return the conversation with that address or, where no other has it, that title."""
    rows = Conversation.objects.select_related("record__inquiry")
    titled = list(rows.filter(record__title=name)[:2])
    return rows.filter(slug=name).first() or (titled[0] if len(titled) == 1 else None)


def accepted(conversation: Conversation) -> QuerySet[Statement]:
    """Return the statements that are put to the vote."""
    return conversation.statements.filter(state=Statement.State.ACCEPTED)


def own_votes(conversation: Conversation, pseudonym: str) -> dict[int, int]:
    """Return what somebody said of which statement number."""
    rows = Vote.objects.filter(participant__conversation=conversation, participant__pseudonym=pseudonym)
    return dict(rows.values_list("statement__number", "value"))


def provisional_of(conversation: Conversation) -> Provisional | None:
    """Return the newest result of a conversation whose votes still come in, if it has one."""
    return Provisional.objects.filter(key=conversation.provisional_key).first()


def findings_of(conversation: Conversation) -> QuerySet[Finding]:
    """Return the sealed results of a conversation, the newest first."""
    return findings().filter(record_findings__record=conversation.pk).order_by("-sealed_at", "-pk")


def public_finding_of(conversation: Conversation) -> Finding | None:
    """Return the newest sealed result of a conversation that everybody may see."""
    return next((found for found in findings_of(conversation).filter(public=True) if not standing(found).hidden), None)


def voters_since(conversation: Conversation, moment: datetime) -> int:
    """Return how many people voted after a moment, counting no further than `COUNTED`."""
    recent = Vote.objects.filter(cast_at__gt=moment, participant__conversation=conversation)
    return recent.values("participant").distinct()[:COUNTED].count()


def has_votes(conversation: Conversation) -> bool:
    """Return whether anybody voted."""
    return Vote.objects.filter(participant__conversation=conversation).exists()


def snapshot_label(participant: Participant | Mapping[str, object]) -> str:
    """Return what a snapshot calls somebody: the label of an import, else a name that means nothing outside."""
    row = participant if isinstance(participant, Mapping) else {"pk": participant.pk, "label": participant.label}
    return f"hub-{row['pk']}" if row["label"] is None else str(row["label"])


def statement_rows(conversation: Conversation) -> list[StatementRow]:
    """Return the statements as a snapshot holds them; those that nobody has read yet are left out."""
    rows = conversation.statements.exclude(state=Statement.State.PENDING).order_by("number")
    return [
        StatementRow(str(row.number), row.text, row.state == Statement.State.REJECTED, row.meta)
        for row in rows.only("number", "text", "state", "meta")
    ]


def conversation_files(conversation: Conversation) -> dict[str, bytes]:
    """Return the canonical files of a conversation as it is now. Restricted: every vote is in them."""
    # One statement reads votes and labels, and statements are read after it: people go on voting meanwhile.
    votes = Vote.objects.filter(statement__conversation=conversation).values_list(
        "participant_id", "participant__label", "statement__number", "value"
    )
    rows = [
        (snapshot_label({"pk": person, "label": label}), str(number), value)
        for person, label, number, value in votes.iterator(chunk_size=10_000)
    ]
    return rows_to_files(rows, statement_rows(conversation))
