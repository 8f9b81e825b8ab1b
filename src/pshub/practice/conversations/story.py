"""The part of an inquiry's story that conversations tell: what was heard."""

from __future__ import annotations

from dataclasses import dataclass

from pshub.evidence.embedding import FindingBlock, ShownTable, embedded
from pshub.evidence.models import Finding, Provisional
from pshub.evidence.querysets import findings, standing
from pshub.inquiries.models import Inquiry, RecordFinding
from pshub.inquiries.sections import Part
from pshub.people.actors import Actor
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.outcomes import SHORT_TABLE
from pshub.practice.conversations.querysets import visible_conversations

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Heard:
    """A conversation as the story tells it: with its sealed result, or with whether a provisional one is there."""

    conversation: Conversation
    block: FindingBlock | None
    has_provisional: bool

    @property
    def short_table(self) -> ShownTable | None:
        """The table beside the figure, where it is short enough for a page that tells of other things too."""
        table = self.block.table if self.block is not None else None
        return table if table is not None and len(table.rows) <= SHORT_TABLE else None


def heard(inquiry: Inquiry, viewer: Actor) -> Part | None:
    """Return the conversations of an inquiry, the first to open first. One costs as many queries as ten."""
    conversations = list(
        visible_conversations(viewer).filter(record__inquiry=inquiry).order_by("opens_at", "pk")[:SHOWN]
    )
    if not conversations:
        return None
    blocks = _blocks(conversations)
    drawn = set(
        Provisional.objects.filter(
            key__in=[each.provisional_key for each in conversations], released_at__isnull=False
        ).values_list("key", flat=True)
    )
    told = [Heard(each, blocks.get(str(each.pk)), each.provisional_key in drawn) for each in conversations]
    return Part("conversations/story.html", {"heard": told})


def _blocks(conversations: list[Conversation]) -> dict[str, FindingBlock]:
    links = RecordFinding.objects.filter(record__in=[each.pk for each in conversations]).values_list(
        "record", "finding"
    )
    record_of = {finding: str(record) for record, finding in links}
    sealed: list[Finding] = list(findings().filter(pk__in=record_of, public=True).order_by("sealed_at", "pk"))
    newest = {record_of[finding.pk]: finding.digest for finding in sealed if not standing(finding).hidden}
    shown = embedded(newest.values())
    return {record: shown[digest].block() for record, digest in newest.items() if digest in shown}
