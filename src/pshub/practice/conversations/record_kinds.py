"""What conversations add to the trail: statements, and the conversations that they were put to."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.kinds import RecordKind, Relation
from pshub.inquiries.models import Record

#: A conversation came out of the statements that were put to it.
PUT_TO = "puts"
#: A conversation that was held at an event.
HELD_AT = "held-at"
#: A conversation that takes up what an earlier one, or a publication, left open.
FOLLOWS = "follows"
#: A statement in the words of people who met.
SAID_AT = "said-at"


def _conversation_address(record: Record) -> str | None:
    conversation = getattr(record, "conversation", None)
    return None if conversation is None else reverse("conversations:detail", args=[conversation.slug])


def _statement_address(record: Record) -> str | None:
    statement = getattr(record, "statement", None)
    if statement is None:
        return None
    return reverse("conversations:statement", args=[statement.conversation.slug, statement.number])


STATEMENT = RecordKind(
    name="statement",
    singular=_("statement"),
    plural=_("statements"),
    address=_statement_address,
    derives_from={SAID_AT: Relation(SAID_AT, _("was first said at"), _("gave rise to"), frozenset({"event"}))},
)
CONVERSATION = RecordKind(
    name="conversation",
    singular=_("conversation"),
    plural=_("conversations"),
    address=_conversation_address,
    derives_from={
        PUT_TO: Relation(PUT_TO, _("asked people about"), _("was put to the vote in"), frozenset({"statement"})),
        HELD_AT: Relation(HELD_AT, _("was held at"), _("was where people took part in"), frozenset({"event"})),
        FOLLOWS: Relation(FOLLOWS, _("follows"), _("led to"), frozenset({"conversation", "publication"})),
    },
)
