"""The list of events: what is to come and what was, in the right order, quickly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from pshub.inquiries.imprecise import ImpreciseDate
from pshub.inquiries.models import Place, Topic
from pshub.publishing.events.listing import coming, over, published
from pshub.publishing.events.listing_cards import tile_of
from pshub.publishing.events.models import EventIndexPage, EventPage, Registration
from support.many_events import many_events

HoldEvent = Callable[..., EventPage]


def said(text: str) -> dict[str, Any]:
    """Return the fields of an event whose date is some words."""
    when = ImpreciseDate.parse(text)
    return {"title": text, "date_text": text, "first_day": when.earliest, "last_day": when.latest}


def titles(events: Any) -> list[str]:
    return [event.title for event in events]


def test_imprecise_dates_stand_where_they_belong(diary: EventIndexPage) -> None:
    past = ["2011", "June 2011", "late June 2011", "25 June 2011", "summer 2011", "2010", "3 July 2011", "early 2010"]
    words = [text for text in past if text != "early 2010"]
    many_events(diary, [said(text) for text in [*words, "3000", "May 2999", "7 May 2999", "spring 2999"]])
    events = published(EventPage.objects.all())

    last_first = sorted(words, key=lambda text: ImpreciseDate.parse(text).sort_key, reverse=True)
    assert titles(over(events)) == last_first
    assert titles(coming(events)) == ["spring 2999", "May 2999", "7 May 2999", "3000"]


def test_what_can_be_any_day_now_stands_with_today_and_what_is_over_this_morning_is_past(
    diary: EventIndexPage,
) -> None:
    now = timezone.now()
    today = timezone.localdate(now)

    def at(title: str, hours: float, ends: float | None = None) -> dict[str, Any]:
        begins = now + timedelta(hours=hours)
        ends_at = now + timedelta(hours=ends) if ends is not None else None
        return {
            "title": title,
            "begins_at": begins,
            "ends_at": ends_at,
            "first_day": timezone.localdate(begins),
            "last_day": timezone.localdate(ends_at or begins),
        }

    rows = [
        at("now", -1, 1),
        at("in two days", 48),
        at("over", -3, -2),
        at("begun, no end given", -1),
        at("begun long ago, no end given", -3),
        {
            "title": "this year",
            "date_text": "x",
            "first_day": today.replace(month=1, day=1),
            "last_day": date(2999, 1, 1),
        },
        {"title": "a week of it", "date_text": "x", "first_day": today, "last_day": today + timedelta(days=6)},
    ]
    many_events(diary, rows)
    events = published(EventPage.objects.all())

    assert set(titles(over(events))) == {"over", "begun long ago, no end given"}
    shown = titles(coming(events))
    assert shown[-2:] == ["this year", "in two days"]
    assert set(shown[:-2]) == {"now", "begun, no end given", "a week of it"}


def test_the_list_is_narrowed_by_what_its_events_have_and_says_when_nothing_fits(
    client: Client, hold_event: HoldEvent, inquiry: Any
) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    town, other = (Place.objects.create(name=name, slug=name.lower()) for name in ("Northgate", "Southgate"))
    inquiry.place = town
    inquiry.save()
    one = hold_event(title="One", slug="one", inquiry=inquiry, kind="seminar")
    two = hold_event(title="Two", slug="two", place=other, inquiry=inquiry, kind="launch")
    two.topics.set([topic])
    two.save()
    old = hold_event(title="Old", slug="old", date_text="late June 2011")
    Topic.objects.create(name="Never used", slug="never-used")

    def shown(asked: str) -> set[str]:
        page = client.get(f"/events/?{asked}")
        assert page.status_code == 200
        return {card.event.title for card in page.context["cards"]}

    assert shown("") == {"One", "Two"}
    assert shown("kind=launch") == {"Two"}
    assert shown("topic=libraries") == {"Two"}
    assert shown("place=northgate") == {"One"}
    assert shown("place=southgate") == {"Two"}
    assert shown("inquiry=libraries") == {"One", "Two"}
    assert shown("when=past") == shown("when=past&year=2011") == {"Old"}
    assert shown("when=past&year=2012") == shown("kind=x'--") == set()
    assert shown("place=%00") == shown("")
    page = client.get("/events/?kind=workshop").content.decode()
    assert "No event fits" in page
    assert "Never used" not in page
    assert one.first_day != old.first_day


@pytest.mark.parametrize(
    ("fields", "taken", "waiting", "words"),
    [
        ({"registration": "none"}, 0, 0, None),
        ({"registration": "invitation"}, 0, 0, "By invitation"),
        ({"capacity": None}, 300, 0, "Places available"),
        ({"capacity": 40}, 2, 0, "Places available"),
        ({"capacity": 12}, 11, 0, "1 place left"),
        ({"capacity": 12}, 12, 0, "Full: join the waiting list"),
        ({"capacity": 12}, 9, 2, "Full: join the waiting list"),
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, 0, 0, "Registration closed"),
        ({"registration_opens_at": timezone.now() + timedelta(days=2)}, 0, 0, "Registration opens on"),
    ],
)
def test_a_card_says_whether_one_can_still_come(
    client: Client, hold_event: HoldEvent, fields: dict[str, Any], taken: int, waiting: int, words: str | None
) -> None:
    event = hold_event(**fields)
    Registration.objects.bulk_create(
        [Registration(event=event, name="A", state="confirmed", seat=seat + 1) for seat in range(taken)]
        + [Registration(event=event, name="B", state="waiting", turn=turn + 1) for turn in range(waiting)]
        + [Registration(event=event, name="C", state="cancelled")]
    )
    seats = client.get("/events/").context["cards"][0].seats

    assert (seats and seats.text.startswith(words or "?")) or (seats, words) == (None, None)


@pytest.mark.parametrize(
    ("text", "tile"),
    [
        ("3 June 2026", ("Wed", "3", "Jun 2026")),
        ("late June 2011", ("Late", "Jun", "2011")),
        ("June 2026", ("", "Jun", "2026")),
        ("summer 2026", ("", "Summer", "2026")),
        ("2026", ("", "2026", "")),
    ],
)
def test_a_tile_shows_no_more_than_is_known(text: str, tile: tuple[str, str, str]) -> None:
    when = ImpreciseDate.parse(text)
    made = tile_of(when.earliest, when.latest, when)

    assert (made.above, made.large, made.below) == tile


def test_a_tile_of_several_days_names_both_ends() -> None:
    made = [tile_of(date(2026, 6, 3), date(2026, 6, day)) for day in (5,)] + [
        tile_of(date(2026, 6, 30), date(2026, 7, 2))
    ]

    assert [(one.above, one.large, one.below) for one in made] == [
        ("Wed–Fri", "3–5", "Jun 2026"),
        ("Tue–Thu", "30–2", "Jun–Jul 2026"),
    ]


@pytest.mark.parametrize("asked", ["", "when=past"])
def test_the_list_takes_as_many_queries_for_many_events_as_for_few(
    client: Client, diary: EventIndexPage, asked: str
) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    days = [timezone.localdate() + timedelta(days=number - 50) for number in range(100)]
    many_events(
        diary,
        [
            {"title": f"On {day}", "first_day": day, "last_day": day, "date_text": day.isoformat(), "topics": [topic]}
            for day in days
        ],
    )

    def queries() -> int:
        client.get(f"/events/?{asked}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/events/?{asked}").context["cards"]
        return len(captured)

    many = queries()
    few = [f"On {days[0]}", f"On {days[-1]}"]
    Page.objects.child_of(diary).exclude(title__in=few).update(live=False)

    assert many == queries() < 20
