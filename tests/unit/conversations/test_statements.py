"""Statements: what is taken, what is refused and how that is said, what moderators may decide."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from pshub.inquiries.models import Derivation, Record
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted
from pshub.practice.conversations import actions, texts
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Statement

SYSTEM = Actor.system("tests")


def submit(conversation, text, by):
    return actions.submit_statement(conversation=conversation, text=text, by=by)


def refusal(conversation, text, by) -> ConversationError:
    with pytest.raises(ConversationError) as refused:
        submit(conversation, text, by)
    return refused.value


def test_a_submitted_statement_waits_unseen_until_it_is_accepted(conversation, someone):
    statement = submit(conversation, "Lend tools as well as books", someone)
    assert (statement.state, statement.record.visibility) == ("pending", Record.Visibility.STUDIO)
    accepted = actions.accept_statement(statement=statement, by=SYSTEM)
    accepted.record.refresh_from_db()
    assert (accepted.state, accepted.record.visibility) == ("accepted", Record.Visibility.PUBLIC)
    link = Derivation.objects.get(upstream=statement.pk)
    assert link.downstream_id == conversation.pk


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "empty-statement", "Write"),
        (" \n\t ", "empty-statement", "Write"),
        ("x" * 10_000, "long-statement", "10000 characters long. It must be 500"),
        ("open on   SUNDAYS.", "same-statement", "statement 1"),
    ],
)
def test_a_statement_that_cannot_be_taken_says_why(conversation, someone, text, code, said):
    before = Statement.objects.count(), Record.objects.count()
    error = refusal(conversation, text, someone)
    assert error.code == code
    assert said in str(error)
    assert (Statement.objects.count(), Record.objects.count()) == before


def test_the_same_statement_is_refused_whether_it_waits_or_was_turned_down(conversation, someone):
    first = submit(conversation, "Lend tools", someone)
    assert refusal(conversation, "Lend tools!", someone).code == "same-pending"
    actions.reject_statement(statement=first, reason="off-subject", by=SYSTEM)
    assert "not about the question" in str(refusal(conversation, "lend tools", someone))


def test_a_statement_leaves_no_time_finer_than_the_hour(conversation, someone):
    before = AuditEntry.objects.count()
    statement = submit(conversation, "Lend tools", someone)
    record = Record.objects.get(pk=statement.pk)
    assert AuditEntry.objects.count() == before
    assert record.created_at == statement.submitted_at
    assert (record.created_at.minute, record.created_at.second, record.created_at.microsecond) == (0, 0, 0)


def test_the_database_itself_refuses_the_same_words_twice(conversation, statement):
    record = Record.objects.create(kind="statement", title="again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(
            record=record,
            conversation=conversation,
            number=77,
            text=statement.text,
            fingerprint=statement.fingerprint,
            origin="seeded",
            submitted_at=statement.submitted_at,
        )
    assert conversation.statements.count() == 3


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "احتفظوا بالكتب", "Sundays 📚👩‍👩‍👧", "𠮷野家で読む"])
def test_markup_other_scripts_and_emoji_are_kept_as_they_were_typed(conversation, someone, text):
    assert submit(conversation, text, someone).text == text


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing_more_and_leaves_one_line(text):
    once = texts.clean(text)
    assert texts.clean(once) == once
    assert "\n" not in once
    assert texts.fingerprint(once) == texts.fingerprint(f"  {once} .")


def test_marks_that_turn_the_direction_of_a_page_are_dropped(conversation, someone):
    assert submit(conversation, "Keep \u202ethe branches", someone).text == "Keep the branches"


def test_nobody_is_turned_down_for_a_reason_that_was_not_published(conversation, statement):
    with pytest.raises(ConversationError, match="made-up"):
        actions.reject_statement(statement=statement, reason="made-up", by=SYSTEM)
    statement.refresh_from_db()
    assert statement.state == "accepted"


def test_a_statement_that_was_turned_down_can_be_accepted_after_all(conversation, statement):
    actions.reject_statement(statement=statement, reason="same", by=SYSTEM)
    again = actions.accept_statement(statement=statement, by=SYSTEM, meta=True)
    assert (again.state, again.reason, again.meta) == ("accepted", None, True)
    assert Derivation.objects.filter(upstream=statement.pk).count() == 1
    assert not actions.accept_statement(statement=again, by=SYSTEM, meta=False).meta


def test_a_state_without_its_reason_cannot_be_stored(conversation, statement):
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(state="rejected")
    assert Statement.objects.get(pk=statement.pk).state == "accepted"


def test_a_statement_is_corrected_only_while_nobody_has_voted_on_it(conversation, statement, someone):
    changed = actions.change_statement(statement=statement, text="Open on Saturdays", by=SYSTEM, meta=True)
    changed.record.refresh_from_db()
    assert (changed.text, changed.record.title, changed.meta) == ("Open on Saturdays", "Open on Saturdays", True)
    actions.cast_vote(conversation=conversation, statement=changed, value=1, by=someone)
    with pytest.raises(ConversationError) as refused:
        actions.change_statement(statement=changed, text="Close on Saturdays", by=SYSTEM)
    assert refused.value.code == "voted-on"
    assert actions.change_statement(statement=changed, text="Open on Saturdays", by=SYSTEM).meta


def test_statements_are_taken_only_while_the_conversation_is_open_and_takes_them(conversation, someone, planned):
    Conversation.objects.filter(pk=conversation.pk).update(submissions="nobody")
    conversation.refresh_from_db()
    assert refusal(conversation, "One more", someone).code == "no-statements-taken"
    closed = actions.close_conversation(conversation=conversation, by=SYSTEM)
    assert refusal(closed, "One more", someone).code == "closed"
    with pytest.raises(ConversationError, match="closed"):
        actions.seed_statement(conversation=closed, text="One more", by=SYSTEM)


def test_only_moderators_decide(conversation, statement, someone):
    for act in (
        lambda: actions.accept_statement(statement=statement, by=someone),
        lambda: actions.reject_statement(statement=statement, reason="same", by=someone),
        lambda: actions.change_statement(statement=statement, text="Other", by=someone),
        lambda: actions.seed_statement(conversation=conversation, text="Mine", by=someone),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert conversation.statements.filter(state="accepted").count() == 3


def test_the_audit_log_names_no_author_and_no_words(conversation, someone):
    statement = submit(conversation, "Lend tools as well as books", someone)
    actions.reject_statement(statement=statement, reason="off-subject", by=SYSTEM)
    log = " ".join(f"{entry.actor} {entry.target} {entry.detail}" for entry in AuditEntry.objects.all())
    assert "turned down" not in log
    assert someone.pseudonym not in log
    assert "Lend tools" not in log


def test_when_a_statement_was_added_is_kept_to_the_hour_only(conversation, someone):
    moment = submit(conversation, "Lend tools", someone).submitted_at
    assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)
