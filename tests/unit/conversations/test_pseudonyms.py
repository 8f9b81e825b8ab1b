"""Pseudonyms: the same browser is the same person in one conversation, and nobody elsewhere or afterwards."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pshub.people.actors import Actor
from pshub.practice.conversations import actions, pseudonyms, tasks
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.models import Conversation, Participant

SYSTEM = Actor.system("tests")


def test_votes_and_statements_stand_under_different_pseudonyms(conversation, inquiry):
    token = pseudonyms.new_token()
    other = actions.create_conversation(title="Other", question="?", inquiry=inquiry, by=SYSTEM)
    seen = {
        pseudonyms.voting_pseudonym(conversation, token),
        pseudonyms.authorship_pseudonym(conversation, token),
        pseudonyms.voting_pseudonym(other, token),
        pseudonyms.voting_pseudonym(conversation, pseudonyms.new_token()),
    }
    assert len(seen) == 4
    assert pseudonyms.voting_pseudonym(conversation, token) in seen


def test_keys_lie_outside_the_database_for_their_owner_only(conversation, settings):
    pseudonyms.voting_pseudonym(conversation, "token")
    keys = list((Path(settings.KEYS) / "conversations").iterdir())
    assert [path.name for path in keys] == [f"{conversation.pk}.votes.key"]
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600
    assert len(keys[0].read_bytes()) == 32


def test_after_the_key_is_destroyed_nobody_can_join_a_browser_to_its_votes(conversation, statement):
    token = pseudonyms.new_token()
    by = Actor.participant(pseudonyms.voting_pseudonym(conversation, token))
    actions.cast_vote(conversation=conversation, statement=statement, value=1, by=by)
    with pytest.raises(ConversationError, match="still open"):
        actions.destroy_keys(conversation=conversation, purpose="votes", by=SYSTEM)
    closed = actions.close_conversation(conversation=conversation, by=SYSTEM)
    actions.destroy_keys(conversation=closed, purpose="votes", by=SYSTEM)
    closed.refresh_from_db()
    with pytest.raises(ConversationError, match="destroyed"):
        pseudonyms.voting_pseudonym(closed, token)
    assert Participant.objects.get().pseudonym is None
    assert pseudonyms.authorship_pseudonym(closed, token)


def test_destroying_the_key_of_statements_cuts_their_authorship(conversation):
    token = pseudonyms.new_token()
    by = Actor.participant(pseudonyms.authorship_pseudonym(conversation, token))
    statement = actions.submit_statement(conversation=conversation, text="Lend tools", by=by)
    closed = actions.close_conversation(conversation=conversation, by=SYSTEM)
    actions.destroy_keys(conversation=closed, purpose="statements", by=SYSTEM)
    closed.refresh_from_db()
    statement.refresh_from_db()
    assert statement.author == ""
    with pytest.raises(ConversationError, match="destroyed"):
        pseudonyms.authorship_pseudonym(closed, token)


def test_the_worker_destroys_keys_when_their_time_has_come(conversation, settings):
    pseudonyms.voting_pseudonym(conversation, "token")
    pseudonyms.authorship_pseudonym(conversation, "token")
    assert tasks.destroy_due_keys() == 0
    now = timezone.now()
    opened = now - timedelta(days=800)
    for closed, destroyed in ((29, 0), (31, 1), (731, 1)):
        Conversation.objects.filter(pk=conversation.pk).update(opens_at=opened, closes_at=now - timedelta(days=closed))
        assert tasks.destroy_due_keys() == destroyed
    assert not list((Path(settings.KEYS) / "conversations").iterdir())


def test_destroying_a_key_that_is_not_there_is_no_error(conversation):
    assert not pseudonyms.destroy_key(conversation.pk, "votes")
