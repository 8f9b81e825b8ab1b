"""Making, changing, opening and closing a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pshub.delivery import outbox
from pshub.inquiries.actions import create_record
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations.actions.topics import CLOSE
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, ModerationReason


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for which statements may be turned down."""

    code: str
    words: str | Promise
    shows_text: bool = True


#: Offered to somebody who makes a conversation; they can be changed until it opens.
DEFAULT_REASONS = (
    Reason("same", _("It says the same as another statement.")),
    Reason("off-subject", _("It is not about the question.")),
    Reason("several", _("It holds more than one idea, so that a vote on it could not be understood.")),
    Reason("unclear", _("It is a question, or cannot be understood without more words.")),
    Reason("personal", _("It names somebody or gives their details."), shows_text=False),
    Reason("abuse", _("It is abusive, or attacks people for who they are."), shows_text=False),
    Reason("advertising", _("It advertises something.")),
)

DEFAULT_POLICY = _(
    "A person reads each statement before anybody can vote on it, usually within two days. Statements are put to the "
    "vote as they were written, whatever they argue for. A statement is turned down only for one of the reasons below."
)

#: Published before opening, and so fixed from then.
_FIXED_ONCE_OPEN = {
    "question": _("the question"),
    "moderation_policy": _("how statements are moderated"),
    "slug": _("the address"),
    "opens_at": _("the opening time"),
    "language": _("the language"),
}
_CHANGEABLE = frozenset({"title", "introduction", "submissions", "closes_at", *_FIXED_ONCE_OPEN})


def create_conversation(
    *,
    title: str,
    question: str,
    inquiry: Inquiry | None,
    by: Actor,
    slug: str = "",
    introduction: str = "",
    moderation_policy: str = "",
    submissions: str = Conversation.Submissions.EVERYBODY,
    language: str = "en-GB",
    reasons: Sequence[Reason] = DEFAULT_REASONS,
    visibility: str = Record.Visibility.PUBLIC,
) -> Conversation:
    """Make a conversation that is not open yet.

    An empty `slug` is made from the title; where it is taken a number is added.
    """
    require(by, "conversations.manage", scope=inquiry)
    with transaction.atomic():
        record = create_record(
            kind="conversation", title=title, summary=question, inquiry=inquiry, visibility=visibility, by=by
        )
        conversation = Conversation.objects.create(
            record=record,
            slug=slug or _free_slug(title),
            question=question,
            introduction=introduction,
            moderation_policy=moderation_policy or str(DEFAULT_POLICY),
            submissions=submissions,
            language=language,
        )
        _write_reasons(conversation, reasons)
        audit(by, verb="conversation.created", target=conversation, detail={"slug": conversation.slug})
    return conversation


def change_conversation(*, conversation: Conversation, by: Actor, **fields: Any) -> Conversation:
    """Change what a conversation says of itself; what was published before it opened stays as it was.

    Raises
    ------
    ConversationError
        ``already-open`` naming what can't be changed any more, ``already-sealed``, ``closes-before-opening``,
        ``unknown-field``.
    """
    require(by, "conversations.manage", scope=conversation.record.inquiry)
    for name in fields:
        if name not in _CHANGEABLE:
            raise ConversationError("unknown-field", field=name)
    with transaction.atomic():
        held = _locked(conversation)
        changed = {name: value for name, value in fields.items() if value != _current(held, name)}
        if held.status != Conversation.Status.PLANNED:
            for name, words in _FIXED_ONCE_OPEN.items():
                if name in changed:
                    raise ConversationError("already-open", field=words)
        if held.sealed_at is not None and "closes_at" in changed:
            raise ConversationError("already-sealed")
        for name, value in changed.items():
            if name != "title":
                setattr(held, name, value)
        _check_times(held)
        if "title" in changed:
            held.record.title = changed["title"]
        if "question" in changed:
            held.record.summary = changed["question"]
        held.record.save(update_fields=["title", "summary"])
        held.save()
        if changed:
            audit(by, verb="conversation.changed", target=held, detail={"fields": sorted(changed)})
    return held


def set_reasons(*, conversation: Conversation, reasons: Sequence[Reason], by: Actor) -> None:
    """Replace the reasons for which statements may be turned down; only before opening.

    Raises
    ------
    ConversationError
        ``already-open``, ``no-reasons``.
    """
    require(by, "conversations.manage", scope=conversation.record.inquiry)
    if not reasons:
        raise ConversationError("no-reasons")
    with transaction.atomic():
        held = _locked(conversation)
        if held.status != Conversation.Status.PLANNED:
            raise ConversationError("already-open", field=_("the list of reasons"))
        kept = {reason.code for reason in reasons}
        held.reasons.exclude(code__in=kept).filter(statements__isnull=True).delete()
        _write_reasons(held, reasons)
        audit(by, verb="conversation.reasons_set", target=held, detail={"codes": sorted(kept)})


def open_conversation(
    *, conversation: Conversation, by: Actor, at: datetime | None = None, closes_at: datetime | None = None
) -> Conversation:
    """Open a conversation now, or set when it opens and closes.

    Raises
    ------
    ConversationError
        ``no-policy`` or ``no-reasons`` where people could not read beforehand how statements are moderated;
        ``already-open``; ``closes-before-opening``.
    """
    require(by, "conversations.manage", scope=conversation.record.inquiry)
    with transaction.atomic():
        held = _locked(conversation)
        if held.status != Conversation.Status.PLANNED:
            raise ConversationError("already-open", field=_FIXED_ONCE_OPEN["opens_at"])
        if not held.moderation_policy.strip():
            raise ConversationError("no-policy")
        if not held.reasons.exists():
            raise ConversationError("no-reasons")
        held.opens_at = at or timezone.now()
        held.closes_at = closes_at
        _check_times(held)
        held.save(update_fields=["opens_at", "closes_at"])
        audit(by, verb="conversation.opened", target=held, detail=_times(held))
    return held


def close_conversation(*, conversation: Conversation, by: Actor) -> Conversation:
    """Close an open conversation now; the worker then seals its result.

    Raises
    ------
    ConversationError
        ``not-open``, ``closed``.
    """
    require(by, "conversations.manage", scope=conversation.record.inquiry)
    with transaction.atomic():
        held = _locked(conversation)
        if held.status == Conversation.Status.PLANNED:
            raise ConversationError("not-open")
        if held.status == Conversation.Status.CLOSED:
            raise ConversationError("closed")
        held.closes_at = timezone.now()
        held.save(update_fields=["closes_at"])
        audit(by, verb="conversation.closed", target=held, detail=_times(held))
        outbox.enqueue(CLOSE, {"conversation": str(held.pk)}, key=f"{CLOSE}:{held.pk}:{held.closes_at.isoformat()}")
    return held


def _locked(conversation: Conversation) -> Conversation:
    return (
        Conversation.objects.select_for_update(of=("self",)).select_related("record__inquiry").get(pk=conversation.pk)
    )


def _current(conversation: Conversation, name: str) -> Any:
    return conversation.record.title if name == "title" else getattr(conversation, name)


def _check_times(conversation: Conversation) -> None:
    if conversation.closes_at is None:
        return
    if conversation.opens_at is None or conversation.closes_at < conversation.opens_at:
        raise ConversationError("closes-before-opening")


def _times(conversation: Conversation) -> dict[str, str]:
    return {
        "opens_at": conversation.opens_at.isoformat() if conversation.opens_at else "",
        "closes_at": conversation.closes_at.isoformat() if conversation.closes_at else "",
    }


def _write_reasons(conversation: Conversation, reasons: Sequence[Reason]) -> None:
    for order, reason in enumerate(reasons):
        ModerationReason.objects.update_or_create(
            conversation=conversation,
            code=reason.code,
            defaults={"words": str(reason.words), "shows_text": reason.shows_text, "order": order},
        )


def _free_slug(title: str) -> str:
    base = slugify(title)[:100] or "conversation"
    taken = set(Conversation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
