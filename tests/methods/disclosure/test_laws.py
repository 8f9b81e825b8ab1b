"""Laws of what may be shown, over any counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.methods.disclosure import (
    MINIMUM,
    ROUND_TO,
    DisclosureError,
    release_breakdown,
    release_density,
    released_counts,
    round_count,
    share,
)

counts = st.lists(st.integers(0, 60), min_size=3, max_size=3)


@st.composite
def breakdowns(draw: st.DrawFn) -> tuple[list[int], dict[str, list[int]]]:
    """Return a total and the two to six parts that add up to it."""
    parts = {name: draw(counts) for name in "ABCDEF"[: draw(st.integers(2, 6))]}
    total = [sum(part[answer] for part in parts.values()) for answer in range(3)]
    return total, parts


@given(st.integers(0, 10**9))
def test_a_released_count_is_the_nearest_multiple_of_five(count: int) -> None:
    released = round_count(count)
    assert released % ROUND_TO == 0
    assert abs(released - count) <= ROUND_TO // 2


@given(counts)
def test_a_row_that_is_shown_has_ten_people_both_really_and_as_a_reader_adds_it_up(row: list[int]) -> None:
    released = released_counts(row)
    if released is None:
        assert sum(row) < MINIMUM or sum(round_count(count) for count in row) < MINIMUM
    else:
        assert sum(row) >= MINIMUM
        assert sum(released) >= MINIMUM


@given(breakdowns())
def test_no_released_row_is_about_fewer_than_ten_people(case: tuple[list[int], dict[str, list[int]]]) -> None:
    total, parts = case
    released = release_breakdown("row", total, parts)
    assert released.total is None or sum(total) >= MINIMUM
    assert all(sum(parts[name]) >= MINIMUM for name in released.parts)
    assert all(count % ROUND_TO == 0 for row in released.parts.values() for count in row)


@given(breakdowns())
def test_a_part_is_never_shown_without_its_total(case: tuple[list[int], dict[str, list[int]]]) -> None:
    released = release_breakdown("row", *case)
    assert released.total is not None or not released.parts


@given(breakdowns())
def test_what_is_withheld_together_is_nobody_or_at_least_ten_people(
    case: tuple[list[int], dict[str, list[int]]],
) -> None:
    total, parts = case
    released = release_breakdown("row", total, parts)
    hidden = sum(sum(parts[name]) for name in released.withheld)
    assert hidden == 0 or hidden >= MINIMUM or released.total is None


@given(breakdowns(), st.permutations(range(6)))
def test_the_order_of_the_parts_changes_nothing(case: tuple[list[int], dict[str, list[int]]], order: list[int]) -> None:
    total, parts = case
    names = sorted(parts, key=lambda name: order[ord(name) - ord("A")])
    again = release_breakdown("row", total, {name: parts[name] for name in names})
    assert dict(again.parts) == dict(release_breakdown("row", total, parts).parts)


def test_parts_that_do_not_add_up_are_refused_by_the_name_of_the_row() -> None:
    with pytest.raises(DisclosureError, match="'buses' do not add up"):
        release_breakdown("buses", [30, 0], {"A": [10, 0], "B": [10, 0]})


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(DisclosureError, match="below 0"):
        round_count(-1)


def test_shares_come_from_rounded_counts_and_nothing_has_no_share() -> None:
    assert share(5, 15) == 0.333
    assert share(0, 0) is None


grids = st.lists(
    st.tuples(st.integers(-16, 15), st.integers(-16, 15), st.integers(1, 40)),
    max_size=60,
    unique_by=lambda square: square[:2],
)


@given(grids)
def test_a_square_of_the_map_holds_ten_people_and_so_does_all_that_is_withheld(
    bins: list[tuple[int, int, int]],
) -> None:
    released = release_density(bins)
    shown = 0
    for column, row, people in released.bins:
        inside = sum(count for x, y, count in bins if (x // released.cells, y // released.cells) == (column, row))
        assert inside >= MINIMUM
        assert people == round_count(inside)
        shown += inside
    hidden = sum(count for _, _, count in bins) - shown
    assert not released.bins or hidden == 0 or hidden >= MINIMUM


@given(grids)
def test_a_density_does_not_depend_on_the_order_of_its_squares(bins: list[tuple[int, int, int]]) -> None:
    assert release_density(bins) == release_density(bins[::-1])
