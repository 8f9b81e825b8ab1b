"""Which statement is offered next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.methods.opinion import priorities
from pshub.methods.opinion.routing import evenness


def weights(agree: list[int], seen: list[int], *, floor: bool = True, meta: list[bool] | None = None) -> list[float]:
    size = len(agree)
    return priorities(
        agree=agree, passed=[0] * size, seen=seen, extremity=[0.0] * size, meta=meta or [False] * size, floor=floor
    )


def test_a_new_statement_comes_before_one_that_many_saw() -> None:
    new, old = weights([0, 20], [0, 40])
    assert new > old


def test_polis_starves_disliked_statements_and_the_floor_does_not() -> None:
    agree, seen = [0, 60, 60], [100, 100, 100]
    bare, floored = weights(agree, seen, floor=False), weights(agree, seen)
    assert bare[0] / sum(bare) < 0.001
    assert floored[0] == pytest.approx(0.25 * sum(bare) / 3)
    assert floored[1:] == bare[1:]


def test_until_twenty_saw_it_a_statement_has_at_least_its_even_share() -> None:
    agree, seen = [0, 15, 60], [19, 15, 100]
    bare, floored = weights(agree, seen, floor=False), weights(agree, seen)
    assert floored[0] == pytest.approx(sum(bare) / 3)


def test_statements_about_voters_have_a_fixed_weight() -> None:
    assert weights([3], [9], floor=False, meta=[True]) == [49.0]


def test_nothing_to_offer() -> None:
    assert weights([], []) == []
    assert evenness([]) == 1.0
    assert evenness([0, 0]) == 1.0


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_every_statement_can_be_drawn(seen: list[int]) -> None:
    agree = [count // 3 for count in seen]
    found = weights(agree, seen)
    assert min(found) >= 0.25 * sum(weights(agree, seen, floor=False)) / len(seen) * (1 - 1e-12)
    assert min(found) > 0


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_evenness_lies_between_none_and_one(seen: list[int]) -> None:
    assert 0.0 <= evenness(seen) <= 1.0
    assert evenness([7] * len(seen)) == 1.0
