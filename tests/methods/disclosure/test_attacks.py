"""A reader who adds and subtracts: what of the withheld can be had from what is shown.

The solver here is independent of the code under test: it lists every table that a reader must still think possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pshub.methods.disclosure import MINIMUM, participants_changed, release_allowed, release_breakdown
from pshub.methods.disclosure.attacks import differencing, hidden_interval, rounding_interval, singled_out


def possible_tables(total: int, shown: dict[str, int], names: list[str]) -> Iterator[dict[str, int]]:
    """Yield every table of people by part that rounds to what is shown, by trying all."""
    spans = [
        range(rounding_interval(shown[name])[0], rounding_interval(shown[name])[1] + 1) if name in shown else range(41)
        for name in names
    ]
    low, high = rounding_interval(total)
    for values in product(*spans):
        if low <= sum(values) <= high:
            yield dict(zip(names, values, strict=True))


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3))
@settings(max_examples=40)
def test_no_withheld_part_can_be_worked_out_by_subtraction(sizes: list[int]) -> None:
    names = list("ABC")
    parts = {name: [size] for name, size in zip(names, sizes, strict=True)}
    released = release_breakdown("row", [sum(sizes)], parts)
    assume(released.total is not None)
    assume(any(0 < parts[name][0] < MINIMUM for name in released.withheld))
    shown = {name: counts[0] for name, counts in released.parts.items()}
    assert released.total is not None
    tables = list(possible_tables(released.total[0], shown, names))
    for name in released.withheld:
        values = {table[name] for table in tables}
        assert sizes[names.index(name)] in values
        # The true value is one of many: nobody can tell it from its neighbours.
        assert len(values) > 2


few = st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(any)
many = st.lists(st.integers(4, 40), min_size=3, max_size=3)


@given(few, st.lists(st.one_of(few, many), min_size=0, max_size=3), many)
@settings(max_examples=60)
def test_a_linear_programme_cannot_show_that_the_withheld_are_few(
    small: list[int], others: list[list[int]], large: list[int]
) -> None:
    rows = [small, *others, large]
    names = "ABCDE"[: len(rows)]
    parts = dict(zip(names, rows, strict=True))
    total = [sum(row[answer] for row in rows) for answer in range(3)]
    released = release_breakdown("row", total, parts)
    assume(released.total is not None)
    hidden_people = sum(sum(parts[name]) for name in released.withheld)
    assume(hidden_people > 0)
    assert released.total is not None
    # Unknowns: people by part and answer. The reader maximises the number of people in the withheld parts.
    places = [(name, answer) for name in names for answer in range(3)]
    bounds = [
        rounding_interval(released.parts[name][answer]) if name in released.parts else (0, None)
        for name, answer in places
    ]
    sums = [[1.0 if at == answer else 0.0 for _, at in places] for answer in range(3)]
    limits = [rounding_interval(count) for count in released.total]
    objective = [-1.0 if name in released.withheld else 0.0 for name, _ in places]
    solved = linprog(
        objective,
        A_ub=sums + [[-value for value in row] for row in sums],
        b_ub=[high for _, high in limits] + [-low for low, _ in limits],
        bounds=bounds,
    )
    assert solved.success
    assert -solved.fun >= MINIMUM


def test_bounds_on_the_withheld_agree_with_trying_every_table() -> None:
    tables = list(possible_tables(40, {"A": 20, "B": 15}, ["A", "B", "C"]))
    assert hidden_interval(40, [20, 15]) == (min(t["C"] for t in tables), max(t["C"] for t in tables))


def votes(people: int, *, changed: int = 0) -> dict[str, dict[str, int]]:
    return {str(person): {"1": 1 if person >= changed else -1} for person in range(people)}


def test_a_result_in_which_nine_people_changed_is_not_shown_and_one_with_ten_is() -> None:
    assert not release_allowed(votes(50), votes(50, changed=9))
    assert release_allowed(votes(50), votes(50, changed=10))


def test_the_same_votes_may_be_shown_again() -> None:
    assert release_allowed(votes(50), votes(50))


def test_a_first_result_needs_ten_people() -> None:
    assert not release_allowed(None, votes(9))
    assert release_allowed(None, votes(10))


def test_people_who_came_or_went_count_as_changed() -> None:
    assert participants_changed(votes(50), votes(60)) == 10
    assert participants_changed(votes(50), votes(45)) == 5


def test_a_person_without_votes_is_the_same_as_nobody() -> None:
    assert participants_changed({"a": {}}, {}) == 0


def test_subtracting_two_allowed_results_tells_of_ten_people_at_least() -> None:
    before, after = votes(50), votes(50, changed=12)
    assert release_allowed(before, after)
    tables = [
        {"1": [sum(cast["1"] == value for cast in people.values()) for value in (1, -1)]} for people in (before, after)
    ]
    assert differencing(*tables) == {"1": (-12, 12)}


def test_five_known_votes_single_out_people_in_a_random_conversation() -> None:
    patterns = list(product((1, 0, -1), repeat=4))
    people = {str(number): dict(zip("1234", pattern, strict=True)) for number, pattern in enumerate(patterns)}
    assert singled_out(people, known=["1", "2", "3", "4"]) == 1.0
    assert singled_out(people, known=["1"]) == 0.0
    assert singled_out({}, known=["1"]) == 0.0
