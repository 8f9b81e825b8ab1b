"""How numbers, dates and shares are put into words."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from hypothesis import given
from hypothesis import strategies as st

from pshub.site import navigation
from pshub.site.templatetags import site_tags


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (12480, "12,480"),
        (-5, "−5"),
        (0.25, "0.25"),
        (-1234.5, "−1,234.5"),
        (None, "–"),
        ("", "–"),
        ("A", "A"),
        (True, "True"),
    ],
)
def test_numbers_are_shown_in_the_readers_way(value: object, shown: str) -> None:
    assert site_tags.number(value) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.415, "42%"), (1, "100%"), (0, "0%"), (None, "–"), ("x", "–")])
def test_shares_are_shown_as_percentages(share: object, shown: str) -> None:
    assert site_tags.percent(share) == shown


@pytest.mark.parametrize(
    ("precision", "shown"),
    [("day", "27 June 2011"), ("month", "June 2011"), ("year", "2011"), ("part", "late June 2011")],
)
def test_dates_are_no_more_exact_than_they_are_known(precision: str, shown: str) -> None:
    assert site_tags.imprecise_date(date(2011, 6, 27), precision) == shown


def test_dates_that_are_not_known_say_so() -> None:
    assert site_tags.imprecise_date(None) == "date not known"
    assert site_tags.imprecise_date(None, words="some time before the war") == "some time before the war"


def test_times_are_told_by_the_clock_on_the_wall() -> None:
    assert site_tags.moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026, 12:30 a.m."
    assert site_tags.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Friends of Ashby Library", "FL"), ("NHS", "N"), ("The Vale of the White Horse", "VH"), ("", ""), ("of the", "")],
)
def test_initials_stand_in_for_a_missing_picture(name: str, letters: str) -> None:
    assert site_tags.initials(name) == letters


@given(agree=st.integers(0, 10**6), disagree=st.integers(0, 10**6), passed=st.integers(0, 10**6))
def test_a_share_bar_is_filled_exactly_where_anybody_voted(agree: int, disagree: int, passed: int) -> None:
    shown = site_tags.share_bar(agree, disagree, passed)
    ends = [float(bar["x"]) + float(bar["width"]) for bar in shown["bars"]]
    assert shown["known"] == (agree + disagree + passed > 0)
    assert ends[-1] == pytest.approx(100 if shown["known"] else 0, abs=0.02)


@given(total=st.integers(1, 400), number=st.integers(1, 400))
def test_pagination_links_the_ends_and_the_neighbours_and_marks_every_gap(total: int, number: int) -> None:
    page = Paginator(range(total), 1).get_page(number)
    numbers = site_tags.page_numbers(page)
    real = [value for value in numbers if value is not None]
    assert {1, page.number, total} <= set(real)
    assert real == sorted(set(real))
    for before, after in itertools.pairwise(numbers):
        assert before is None or after is None or after == before + 1


@pytest.mark.parametrize(
    ("path", "title", "value"),
    [
        ("/", "Home", "page"),
        ("/inquiries/", "Inquiries", "page"),
        ("/conversations/x/vote/", "Inquiries", "true"),
        ("/evidence/abc/", "Evidence", "true"),
        ("/publications/a/", "Publications", "true"),
    ],
)
def test_navigation_says_where_the_reader_is(path: str, title: str, value: str) -> None:
    assert [(str(item.title), item.current) for item in navigation.items(path) if item.current] == [(title, value)]


def test_navigation_claims_no_page_that_it_does_not_lead_to() -> None:
    assert [item for item in navigation.items("/privacy/") if item.current] == []
