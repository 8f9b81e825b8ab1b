"""Opening and closing: what must be published before, and what is fixed from then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pshub.delivery.models import OutboxMessage
from pshub.inquiries.models import InquiryRole
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.permissions import NotPermitted
from pshub.practice.conversations import actions
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation

SYSTEM = Actor.system("tests")


def code_of(act) -> str:
    with pytest.raises(ConversationError) as refused:
        act()
    return refused.value.code


def test_a_new_conversation_publishes_its_reasons_before_it_opens(planned):
    assert planned.status == Conversation.Status.PLANNED
    assert planned.moderation_policy
    assert planned.reasons.count() == len(actions.DEFAULT_REASONS)


def test_a_conversation_does_not_open_without_a_policy_or_reasons(planned):
    Conversation.objects.filter(pk=planned.pk).update(moderation_policy=" ")
    assert code_of(lambda: actions.open_conversation(conversation=planned, by=SYSTEM)) == "no-policy"
    Conversation.objects.filter(pk=planned.pk).update(moderation_policy="We read all.")
    planned.reasons.all().delete()
    assert code_of(lambda: actions.open_conversation(conversation=planned, by=SYSTEM)) == "no-reasons"


def test_what_was_published_cannot_change_once_open(conversation):
    for field, value in (
        ("question", "Another?"),
        ("moderation_policy", "Other"),
        ("slug", "other"),
        ("opens_at", timezone.now()),
        ("language", "cy"),
    ):
        change = {field: value}
        code = code_of(
            lambda change=change: actions.change_conversation(conversation=conversation, by=SYSTEM, **change)
        )
        assert code == "already-open"
    reasons = [actions.Reason("new", "A new reason")]
    assert code_of(lambda: actions.set_reasons(conversation=conversation, reasons=reasons, by=SYSTEM)) == "already-open"
    assert code_of(lambda: actions.open_conversation(conversation=conversation, by=SYSTEM)) == "already-open"


def test_what_it_says_of_itself_can_change_while_open(conversation):
    closes = timezone.now() + timedelta(days=3)
    changed = actions.change_conversation(
        conversation=conversation, title="Libraries now", introduction="Hello", closes_at=closes, by=SYSTEM
    )
    changed.refresh_from_db()
    assert (changed.record.title, changed.introduction, changed.closes_at) == ("Libraries now", "Hello", closes)


def test_before_opening_all_of_it_can_change(planned):
    changed = actions.change_conversation(conversation=planned, question="What now?", slug="now", by=SYSTEM)
    assert (changed.question, changed.slug, changed.record.summary) == ("What now?", "now", "What now?")
    actions.set_reasons(
        conversation=planned, reasons=[actions.Reason("rude", "It is rude", shows_text=False)], by=SYSTEM
    )
    assert [(reason.code, reason.shows_text) for reason in planned.reasons.all()] == [("rude", False)]
    assert code_of(lambda: actions.set_reasons(conversation=planned, reasons=[], by=SYSTEM)) == "no-reasons"


def test_a_field_that_is_not_there_is_named(planned):
    with pytest.raises(ConversationError, match="sealed_at"):
        actions.change_conversation(conversation=planned, sealed_at=timezone.now(), by=SYSTEM)
    assert planned.sealed_at is None


def test_a_conversation_closes_after_it_opens(planned):
    now = timezone.now()
    early = now - timedelta(hours=1)
    assert (
        code_of(lambda: actions.open_conversation(conversation=planned, at=now, closes_at=early, by=SYSTEM))
        == "closes-before-opening"
    )
    assert (
        code_of(lambda: actions.change_conversation(conversation=planned, closes_at=now, by=SYSTEM))
        == "closes-before-opening"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=planned.pk).update(opens_at=now, closes_at=early)


def test_closing_asks_the_worker_to_seal(conversation, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        closed = actions.close_conversation(conversation=conversation, by=SYSTEM)
    assert closed.status == Conversation.Status.CLOSED
    assert OutboxMessage.objects.filter(topic=actions.CLOSE).count() == 1
    assert code_of(lambda: actions.close_conversation(conversation=closed, by=SYSTEM)) == "closed"


def test_what_is_not_open_cannot_be_closed(planned):
    assert code_of(lambda: actions.close_conversation(conversation=planned, by=SYSTEM)) == "not-open"


def test_two_conversations_of_one_title_have_addresses_of_their_own(planned, inquiry):
    again = actions.create_conversation(title=str(planned), question="Again?", inquiry=inquiry, by=SYSTEM)
    assert again.slug == f"{planned.slug}-2"
    nameless = actions.create_conversation(title="…", question="?", inquiry=inquiry, by=SYSTEM)
    assert nameless.slug == "conversation"


def test_a_facilitator_of_one_inquiry_runs_its_conversations_only(inquiry):
    user = User.objects.create_user("fay@example.org", "a long password")
    InquiryRole.objects.create(inquiry=inquiry, user=user, role="facilitator")
    by = Actor.user(user)
    made = actions.create_conversation(title="Own", question="?", inquiry=inquiry, by=by)
    actions.seed_statement(conversation=made, text="One thing", by=by)
    assert made.statements.count() == 1
    with pytest.raises(NotPermitted):
        actions.create_conversation(title="Other", question="?", inquiry=None, by=by)


def test_status_follows_the_clock(planned):
    now = timezone.now()
    planned.opens_at, planned.closes_at = now, now + timedelta(days=1)
    seen = [planned.status_at(now + timedelta(hours=hours)) for hours in (-1, 1, 25)]
    assert seen == ["planned", "open", "closed"]
