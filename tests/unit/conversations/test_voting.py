"""A vote: who may cast it, what a second one does, and what it costs."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted
from pshub.practice.conversations import actions
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Participant, Statement, Vote

SYSTEM = Actor.system("tests")


def cast(conversation, statement, value, by):
    actions.cast_vote(conversation=conversation, statement=statement, value=value, by=by)


def test_a_vote_is_kept_once_and_the_last_one_counts(conversation, statement, someone):
    for value in (1, -1, -1, 0):
        cast(conversation, statement, value, someone)
    vote = Vote.objects.get()
    assert (vote.value, vote.changes) == (0, 2)
    assert Participant.objects.count() == 1


def test_two_people_have_two_votes(conversation, statement):
    for _ in range(2):
        cast(conversation, statement, 1, Actor.participant(uuid.uuid4().hex))
    assert Vote.objects.count() == 2


def test_a_vote_leaves_no_trace_in_the_audit_log(conversation, statement, someone):
    before = AuditEntry.objects.count()
    cast(conversation, statement, 1, someone)
    assert AuditEntry.objects.count() == before


def test_a_vote_costs_the_same_however_many_people_voted(conversation, statement):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            cast(conversation, statement, 1, newcomer)
        return len(seen)

    newcomer = Actor.participant("first")
    cast(conversation, statement, -1, newcomer)
    few = queries()
    votes = [
        actions.BulkVote(participant=str(person), statement=1, value=1, cast_at=timezone.now()) for person in range(500)
    ]
    actions.import_votes(conversation=conversation, votes=votes, by=SYSTEM)
    assert queries() == few
    assert few <= 5


@pytest.mark.parametrize("value", [2, -2, 10])
def test_a_vote_is_agree_disagree_or_pass(conversation, statement, someone, value):
    with pytest.raises(ConversationError, match=str(value)):
        cast(conversation, statement, value, someone)
    person = Participant.objects.create(conversation=conversation, pseudonym="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(participant=person, statement=statement, value=value, cast_at=timezone.now())
    assert not Vote.objects.exists()


def test_only_people_who_take_part_vote(conversation, statement):
    for by in (SYSTEM, Actor.visitor(), Actor.participant("")):
        with pytest.raises(ConversationError, match="takes part"):
            cast(conversation, statement, 1, by)
    assert not Vote.objects.exists()


def test_nobody_votes_before_opening_after_closing_or_while_votes_are_loaded(conversation, statement, someone):
    now = timezone.now()
    for opens, closes, loading, code in (
        (now + timedelta(days=1), None, False, "not-open"),
        (None, None, False, "not-open"),
        (now - timedelta(days=2), now - timedelta(days=1), False, "closed"),
        (now - timedelta(days=2), None, True, "loading"),
    ):
        conversation.opens_at, conversation.closes_at, conversation.loading = opens, closes, loading
        with pytest.raises(ConversationError) as refused:
            cast(conversation, statement, 1, someone)
        assert refused.value.code == code


def test_statements_that_are_not_put_to_the_vote_take_none(conversation, statement, someone):
    waiting = actions.submit_statement(conversation=conversation, text="Lend tools too", by=someone)
    turned_down = actions.reject_statement(statement=statement, reason="same", by=SYSTEM)
    for each in (waiting, turned_down):
        with pytest.raises(ConversationError) as refused:
            cast(conversation, each, 1, someone)
        assert refused.value.code == "unknown-statement"


def test_a_vote_can_be_taken_back(conversation, statement, someone):
    cast(conversation, statement, 1, someone)
    stranger = Actor.participant("somebody else")
    assert not actions.withdraw_vote(conversation=conversation, statement=statement, by=stranger)
    assert actions.withdraw_vote(conversation=conversation, statement=statement, by=someone)
    assert not Vote.objects.exists()


def test_votes_in_bulk_are_checked_before_anything_is_written(conversation):
    good = actions.BulkVote("a", 1, 1, timezone.now())
    for bad, code in (
        (actions.BulkVote("a", 99, 1, timezone.now()), "unknown-statement"),
        (actions.BulkVote("a", 1, 3, timezone.now()), "vote-value"),
    ):
        with pytest.raises(ConversationError) as refused:
            actions.import_votes(conversation=conversation, votes=[good, bad], by=SYSTEM)
        assert refused.value.code == code
    assert not Participant.objects.exists()


def test_votes_in_bulk_are_for_those_who_may_import(conversation, someone):
    with pytest.raises(NotPermitted):
        actions.import_votes(conversation=conversation, votes=[], by=someone)
    assert not Vote.objects.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.sampled_from([-1, 0, 1])), max_size=30))
def test_loading_votes_keeps_the_last_of_each_person_and_statement(conversation, rows):
    Participant.objects.filter(conversation=conversation).delete()
    votes = [actions.BulkVote(person, number, value, timezone.now()) for person, number, value in rows]
    told: list[int] = []
    for _ in range(2):
        actions.import_votes(conversation=conversation, votes=votes, by=SYSTEM, progress=told.append)
    kept = {
        (label, number): value
        for label, number, value in Vote.objects.values_list("participant__label", "statement__number", "value")
    }
    assert kept == {(person, number): value for person, number, value in rows}
    assert told == ([len(kept)] * 2 if kept else [])


def test_a_vote_counts_only_if_it_may_be_cast_at_the_moment_it_is_written(conversation, statement, someone):
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.PENDING)
    with pytest.raises(ConversationError, match="statement"):
        cast(conversation, statement, 1, someone)
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.ACCEPTED)
    Conversation.objects.filter(pk=conversation.pk).update(closes_at=timezone.now())
    with pytest.raises(ConversationError) as refused:
        cast(conversation, statement, 1, someone)
    assert refused.value.code == "closed"
    assert not Vote.objects.exists()
