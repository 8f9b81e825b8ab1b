"""Dates no more exact than they are known."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pshub.inquiries.imprecise import FIRST_YEAR, LAST_YEAR, ImpreciseDate, ImpreciseDateError, Season, Third
from pshub.inquiries.imprecise_fields import ImpreciseDateField, ImpreciseDateFormField

years = st.integers(FIRST_YEAR, LAST_YEAR)
months = st.integers(1, 12)
imprecise_dates = st.one_of(
    st.builds(ImpreciseDate, years),
    st.builds(ImpreciseDate, years, months),
    st.builds(ImpreciseDate.of, st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))),
    st.builds(lambda year, month, third: ImpreciseDate(year, month, part=third), years, months, st.sampled_from(Third)),
    st.builds(lambda year, season: ImpreciseDate(year, part=season), years, st.sampled_from(Season)),
)


@given(imprecise_dates, st.sampled_from(["en-gb", "cy", "en"]))
def test_what_is_stored_or_said_is_read_back_as_the_same_date(when: ImpreciseDate, language: str) -> None:
    with translation.override(language):
        assert ImpreciseDate.parse(when.canonical) == when
        assert ImpreciseDate.parse(when.text) == when
        assert ImpreciseDate.parse(f"  {when.text.upper()} ") == when


@given(imprecise_dates, imprecise_dates)
def test_dates_are_told_apart_by_what_is_stored_and_sorted_by_when_they_can_be(
    one: ImpreciseDate, other: ImpreciseDate
) -> None:
    assert (one.canonical == other.canonical) == (one == other)
    assert one.earliest <= one.latest
    assert (one.earliest == one.latest) == one.is_exact
    if one.latest < other.earliest:
        assert one.sort_key < other.sort_key
    assert len(one.canonical) <= 21


@given(years, months)
def test_the_thirds_are_the_month_and_the_seasons_follow_each_other_without_a_gap(year: int, month: int) -> None:
    whole, day = ImpreciseDate(year, month), timedelta(days=1)
    thirds = [ImpreciseDate(year, month, part=third) for third in Third]
    seasons = [ImpreciseDate(year, part=season) for season in Season]

    assert (thirds[0].earliest, thirds[-1].latest) == (whole.earliest, whole.latest)
    for row in (thirds, seasons):
        assert all(before.latest + day == after.earliest for before, after in pairwise(row))
    assert seasons[0].earliest == date(year, 3, 1)
    assert seasons[-1].latest + day == date(year + 1, 3, 1)


@pytest.mark.parametrize(
    ("written", "stored", "said"),
    [
        ("late June 2011", "2011-06-21/2011-06-30", "late June 2011"),
        ("mid-February 2024", "2024-02-11/2024-02-20", "mid February 2024"),
        ("the end of Feb 2024", "2024-02-21/2024-02-29", "late February 2024"),
        ("Summer of 2026", "2026-22", "summer 2026"),
        ("Sept. 2026", "2026-09", "September 2026"),
        ("3rd June, 2026", "2026-06-03", "3 June 2026"),
        ("3/6/2026", "2026-06-03", "3 June 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, stored: str, said: str) -> None:
    read = ImpreciseDate.parse(written)

    assert (read.canonical, read.text) == (stored, said)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "June",
        "31 June 2026",
        "29 February 2025",
        "early 2026",
        "late summer 2026",
        "12 2026",
        "2026-13",
        "2026-00",
        "2026-06-00",
        "2026-06-05/2026-06-14",
        "June July 2026",
        "26",
        "3 June 26",
        "0000",
        "9999",
        "٢٠٢٦-٠",
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write_instead(written: str) -> None:
    with pytest.raises(ImpreciseDateError, match=r"June 2026, late June 2026, summer 2026 or 2026") as said:
        ImpreciseDate.parse(written)

    assert said.value.code == "not-a-date"


@given(st.text(max_size=30))
def test_any_words_are_a_date_or_refused(words: str) -> None:
    read = None
    with suppress(ImpreciseDateError):
        read = ImpreciseDate.parse(words)

    assert read is None or ImpreciseDate.parse(read.canonical) == read


def test_html_is_told_only_what_it_has_a_word_for() -> None:
    texts = ("3 June 2026", "June 2026", "2026", "late June 2026", "summer 2026")

    assert [ImpreciseDate.parse(text).machine for text in texts] == ["2026-06-03", "2026-06", "2026", "", ""]


class _Form(forms.Form):
    when = ImpreciseDateFormField(required=False)


def test_a_form_shows_the_words_takes_them_back_and_says_what_it_cannot_read() -> None:
    late = ImpreciseDate.parse("late June 2011")

    assert 'value="late June 2011"' in str(_Form(initial={"when": late})["when"])
    unchanged = _Form({"when": "LATE june 2011"}, initial={"when": late})
    assert unchanged.is_valid()
    assert unchanged.cleaned_data == {"when": late}
    assert not unchanged.has_changed()
    assert _Form({"when": " "}).is_valid()
    assert "“soon” is not a date" in str(_Form({"when": "soon"}).errors)


def test_a_column_keeps_the_stored_form() -> None:
    field = ImpreciseDateField(blank=True, null=True)

    assert field.get_prep_value("summer 2026") == "2026-22"
    assert field.get_prep_value("") is None
    assert field.from_db_value("2026-22", None, None) == ImpreciseDate(2026, part=Season.SUMMER)
    assert isinstance(field.formfield(), ImpreciseDateFormField)
    with pytest.raises(ValidationError, match="not a date"):
        field.to_python("soon")
