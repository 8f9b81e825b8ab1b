"""Conversations to test on: fixtures for unit and integration tests alike."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from pshub.inquiries.actions import create_inquiry
from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.practice.conversations import actions
from pshub.practice.conversations.models import Conversation, Statement

SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Keep the keys of each test apart."""
    settings.KEYS = tmp_path / "keys"


@pytest.fixture
def inquiry(db) -> Inquiry:
    return create_inquiry(title="Libraries", slug="libraries", question="What next for our libraries?", by=SYSTEM)


@pytest.fixture
def planned(inquiry) -> Conversation:
    return actions.create_conversation(
        title="What next for our libraries?", question="What should change?", inquiry=inquiry, by=SYSTEM
    )


@pytest.fixture
def conversation(planned) -> Conversation:
    """An open conversation with three statements."""
    for text in ("Open on Sundays", "Share buildings with clinics", "Keep every branch"):
        actions.seed_statement(conversation=planned, text=text, by=SYSTEM)
    return actions.open_conversation(conversation=planned, by=SYSTEM)


@pytest.fixture
def statement(conversation) -> Statement:
    return conversation.statements.get(number=1)


@pytest.fixture
def someone() -> Actor:
    """Somebody who takes part."""
    return Actor.participant(uuid.uuid4().hex)


def crowd(conversation: Conversation, *, people: int, first: int = 0, split: bool = True) -> None:
    """Let people vote on every statement: two camps, or all alike."""
    statements = list(conversation.statements.filter(state="accepted").values_list("number", flat=True))
    votes = [
        actions.BulkVote(
            participant=f"p{person}",
            statement=number,
            value=(1 if (person + place) % 2 else -1) if split else 1,
            cast_at=timezone.now(),
        )
        for person in range(first, first + people)
        for place, number in enumerate(statements)
    ]
    actions.import_votes(conversation=conversation, votes=votes, by=SYSTEM)
