"""The invented residents: the same on every machine, believable in how they take part."""

from __future__ import annotations

from collections import Counter

import pytest

from pshub.cli.sample.content import ROUNDS
from pshub.cli.sample.electorate import MINIMUM_VOTES, Appeal, Turnout, votes
from pshub.cli.sample.talk import Talk


@pytest.fixture(params=ROUNDS)
def talk(request: pytest.FixtureRequest) -> Talk:
    return Talk.read(request.param)


def test_the_same_seed_gives_the_same_votes_and_another_seed_others() -> None:
    appeals = [Appeal(f"s{number}", (80, 50, 20), 5, 0.0) for number in range(12)]

    def drawn(seed: int) -> list[tuple[int, str, int]]:
        turnout = Turnout((10, 10, 10), none=2, days=7, busy_days=(0,), finishers=0.3, seed=seed)
        return [(vote.resident, vote.statement, vote.value) for vote in votes(appeals, turnout)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_nobody_votes_twice_or_on_a_statement_that_was_not_there_yet(talk: Talk) -> None:
    cast = votes(talk.appeals(), talk.turnout())
    day_of = {appeal.key: appeal.day for appeal in talk.appeals()}

    assert len({(vote.resident, vote.statement) for vote in cast}) == len(cast)
    assert all(vote.seconds >= day_of[vote.statement] * 86_400 for vote in cast)
    assert {vote.value for vote in cast} == {-1, 0, 1}


def test_some_vote_on_a_few_statements_and_some_on_all(talk: Talk) -> None:
    how_many = Counter(vote.resident for vote in votes(talk.appeals(), talk.turnout()))

    assert len(how_many) == talk.turnout().people
    assert min(how_many.values()) == MINIMUM_VOTES
    assert max(how_many.values()) == len(talk.statements)


def test_votes_are_spread_over_three_weeks_and_end_before_the_conversation_does(talk: Talk) -> None:
    cast = votes(talk.appeals(), talk.turnout())
    days = {vote.seconds // 86_400 for vote in cast}

    assert len(days) >= 18
    assert max(days) < min(-talk.said["opens"], talk.said["closes"] - talk.said["opens"])


def test_those_who_lean_to_an_outlook_vote_as_its_column_says() -> None:
    appeals = [Appeal(f"s{number}", (90, 50, 10), 0, 0.0) for number in range(40)]

    def agree(outlooks: tuple[int, int, int]) -> float:
        turnout = Turnout(outlooks, none=0, days=3, busy_days=(0,), finishers=1.0, seed=7)
        values = [vote.value for vote in votes(appeals, turnout)]
        return values.count(1) / len(values)

    assert agree((60, 0, 0)) > 0.75
    assert 0.35 < agree((0, 60, 0)) < 0.65
    assert agree((0, 0, 60)) < 0.25
