"""Many votes at the same moment: none is lost, none counts twice."""

from __future__ import annotations

import threading

import pytest
from conversation_fixtures import SYSTEM
from django.db import connection

from pshub.inquiries.actions import create_inquiry
from pshub.people.actors import Actor
from pshub.practice.conversations import actions
from pshub.practice.conversations.models import Participant, Vote

PEOPLE = 4
ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_votes_cast_at_once_by_the_same_people_are_one_row_each():
    inquiry = create_inquiry(title="Libraries", slug="libraries", question="?", by=SYSTEM)
    made = actions.create_conversation(title="Libraries", question="?", inquiry=inquiry, by=SYSTEM)
    for text in ("One", "Two"):
        actions.seed_statement(conversation=made, text=text, by=SYSTEM)
    made = actions.open_conversation(conversation=made, by=SYSTEM)
    statements = list(made.statements.all())
    start, failures = threading.Barrier(8), []

    def vote(seat: int) -> None:
        try:
            start.wait()
            for turn in range(ROUNDS):
                by = Actor.participant(f"person {(seat + turn) % PEOPLE}")
                for statement in statements:
                    actions.cast_vote(conversation=made, statement=statement, value=turn % 3 - 1, by=by)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(seat,)) for seat in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Participant.objects.count() == PEOPLE
    assert Vote.objects.count() == PEOPLE * len(statements)
