"""The two conversations: statements, moderation, votes, and their results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.cli.sample.calendar import day, midnight
from pshub.cli.sample.content import SampleStatement, statements, toml, turned_down
from pshub.cli.sample.electorate import Appeal, SampleVote, Turnout, votes
from pshub.evidence.models import Finding
from pshub.inquiries.actions import derive
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.practice.conversations import actions
from pshub.practice.conversations.models import Conversation
from pshub.practice.conversations.querysets import provisional_of, public_finding_of
from pshub.practice.conversations.record_kinds import FOLLOWS, SAID_AT

Progress = Callable[[float, str], None]
#: Days between two statements that people send in, and the day of the first.
FIRST_SENT_IN, THEN_EVERY = 1.0, 0.25


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of the sample, as its files have it."""

    name: str
    said: dict[str, Any]
    statements: list[SampleStatement]

    @classmethod
    def read(cls, name: str) -> Talk:
        """Read a round from its files."""
        return cls(name, toml("hub")[name], statements(name))

    def sent_in_on(self, statement: SampleStatement) -> float:
        """Return the day (from the opening) on which a statement appeared: 0 for those written beforehand."""
        if statement.seeded:
            return 0.0
        order = [other.key for other in self.statements if not other.seeded].index(statement.key)
        return FIRST_SENT_IN + THEN_EVERY * order

    def appeals(self) -> list[Appeal]:
        """Return how each statement goes down."""
        return [
            Appeal(statement.key, statement.agreement, statement.passes, self.sent_in_on(statement))
            for statement in self.statements
        ]

    def turnout(self) -> Turnout:
        """Return who takes part."""
        keep, share, run = self.said["outlooks"]
        return Turnout(
            outlooks=(keep, share, run),
            none=self.said["none"],
            # In the open round everybody's vote lies before today.
            days=min(-self.said["opens"], self.said["closes"] - self.said["opens"]),
            busy_days=tuple(self.said["busy_days"]),
            finishers=self.said["finishers"],
            seed=self.said["seed"],
        )

    def opens(self, today: date) -> datetime:
        """Return when it opened."""
        return midnight(day(today, self.said["opens"]))


def _reasons() -> list[actions.Reason]:
    return [
        actions.Reason(reason["code"], reason["words"], shows_text=reason.get("shows_text", True))
        for reason in toml("hub")["moderation"]["reasons"]
    ]


def _made(talk: Talk, *, inquiry: Inquiry, today: date, by: Actor) -> Conversation:
    conversation = actions.create_conversation(
        title=talk.said["title"],
        slug=talk.said["slug"],
        question=talk.said["question"],
        introduction=talk.said["introduction"],
        moderation_policy=toml("hub")["moderation"]["policy"],
        reasons=_reasons(),
        inquiry=inquiry,
        by=by,
    )
    opens = talk.opens(today)
    for statement in talk.statements:
        if statement.seeded:
            actions.seed_statement(conversation=conversation, text=statement.text, at=opens, by=by)
    conversation = actions.open_conversation(
        conversation=conversation, at=opens, closes_at=midnight(day(today, talk.said["closes"])), by=by
    )
    for statement in talk.statements:
        if not statement.seeded:
            at = opens + timedelta(days=talk.sent_in_on(statement) - 0.2)
            sent = _sent_in(conversation, statement.text, at=at, author=statement.key)
            actions.accept_statement(statement=sent, by=by)
    for order, turned in enumerate(turned_down(talk.name)):
        at = opens + timedelta(days=2 + order)
        sent = _sent_in(conversation, turned.text, at=at, author=f"{turned.reason}-{order}")
        if turned.reason:
            actions.reject_statement(statement=sent, reason=turned.reason, by=by)
    return conversation


def _sent_in(conversation: Conversation, text: str, *, at: datetime, author: str) -> Any:
    # Nobody holds these pseudonyms: the people are invented.
    return actions.submit_statement(
        conversation=conversation, text=text, at=at, by=Actor.participant(f"invented-{author}")
    )


def statement_numbers(conversation: Conversation, talk: Talk) -> dict[str, int]:
    """Return the number of each statement by its key."""
    found = dict(conversation.statements.values_list("text", "number"))
    return {statement.key: found[statement.text] for statement in talk.statements if statement.text in found}


def _bulk(cast: SampleVote, numbers: dict[str, int], opens: datetime) -> actions.BulkVote:
    at = opens + timedelta(seconds=cast.seconds)
    return actions.BulkVote(f"invented-{cast.resident + 1}", numbers[cast.statement], cast.value, at)


def _conversation(talk: Talk, *, inquiry: Inquiry, today: date, by: Actor) -> Conversation:
    found = Conversation.objects.filter(slug=talk.said["slug"]).first()
    if found is not None:
        return found
    with transaction.atomic():
        return _made(talk, inquiry=inquiry, today=today, by=by)


def load_first_round(
    *, inquiry: Inquiry, event: Record, today: date, by: Actor, progress: Progress
) -> tuple[Conversation, Finding]:
    """Load the closed conversation where it is missing, and seal its result."""
    talk = Talk.read("first-round")
    conversation = _conversation(talk, inquiry=inquiry, today=today, by=by)
    finding = public_finding_of(conversation)
    if finding is not None:
        return conversation, finding
    numbers = statement_numbers(conversation, talk)
    by_number = {statement.number: statement for statement in conversation.statements.select_related("record")}
    for statement in talk.statements:
        if statement.seeded:
            derive(upstream=event, downstream=by_number[numbers[statement.key]].record, label=SAID_AT, by=by)
    progress(0.2, "votes of the first conversation")
    cast = [_bulk(vote, numbers, talk.opens(today)) for vote in votes(talk.appeals(), talk.turnout())]
    actions.import_votes(conversation=conversation, votes=cast, by=by)
    progress(0.35, "the result of the first conversation")
    return conversation, actions.close_and_seal(conversation=conversation, by=by)


def load_second_round(
    *, inquiry: Inquiry, first: Conversation, today: date, by: Actor, progress: Progress
) -> Conversation:
    """Load the open conversation where it is missing; the last people to vote are not in its public map yet."""
    talk = Talk.read("second-round")
    conversation = _conversation(talk, inquiry=inquiry, today=today, by=by)
    derive(upstream=first.record, downstream=conversation.record, label=FOLLOWS, by=by)
    if provisional_of(conversation) is not None:
        return conversation
    progress(0.6, "votes of the open conversation")
    numbers = statement_numbers(conversation, talk)
    turnout, opens = talk.turnout(), talk.opens(today)
    cast = votes(talk.appeals(), turnout)
    early = turnout.people - talk.said["late"]
    on_the_map = [_bulk(vote, numbers, opens) for vote in cast if vote.resident < early]
    actions.import_votes(conversation=conversation, votes=on_the_map, by=by)
    progress(0.7, "the provisional result of the open conversation")
    actions.recompute(conversation=conversation, by=by)
    # The page counts who voted since the map was drawn, which is now, so these vote now.
    since = [replace(_bulk(vote, numbers, opens), cast_at=timezone.now()) for vote in cast if vote.resident >= early]
    actions.import_votes(conversation=conversation, votes=since, by=by)
    return conversation
