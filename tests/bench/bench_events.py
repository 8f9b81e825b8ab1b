"""The list of events and the calendar of a hub with 2,000 events. Run by ``make bench``."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from pshub.inquiries.models import Topic
from pshub.publishing.events.models import EventIndexPage, EventPage
from support.many_events import many_events

EVENTS = 2_000
ROUNDS = 7
MOST_QUERIES = 20


@pytest.mark.django_db
def test_list_and_calendar_of_two_thousand_events() -> None:
    topics = [Topic.objects.create(name=f"Topic {number}", slug=f"topic-{number}") for number in range(12)]
    diary = Page.objects.get(depth=2).add_child(instance=EventIndexPage(title="Events", slug="events"))
    now = timezone.now()
    kinds = EventPage.Kind.values
    rows = []
    for number in range(EVENTS):
        begins = now + timedelta(days=number - 3 * EVENTS // 4, hours=1)
        rows.append(
            {
                "title": f"Event {number}",
                "kind": kinds[number % len(kinds)],
                "begins_at": begins,
                "ends_at": begins + timedelta(hours=2),
                "first_day": begins.date(),
                "last_day": begins.date(),
                "registration": "open",
                "capacity": 40,
                "topics": [topics[number % len(topics)]],
            }
        )
    many_events(diary, rows)
    client = Client()
    print(f"\n{EVENTS} events, median of {ROUNDS}\n  queries      ms      kB  page")
    worst = 0
    for address in (
        "/events/",
        "/events/?kind=seminar&topic=topic-3",
        "/events/?when=past",
        "/events/?when=past&page=100",
        "/events.ics",
    ):
        times = []
        for _round in range(ROUNDS):
            start = time.perf_counter()
            response = client.get(address)
            times.append(time.perf_counter() - start)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        worst = max(worst, len(queries))
        middle = sorted(times)[ROUNDS // 2]
        print(f"  {len(queries):7d} {1000 * middle:7.1f} {len(response.content) / 1000:7.1f}  {address}")
        assert response.status_code == 200
    caches["default"].clear()
    start = time.perf_counter()
    made = client.get("/events.ics").content.count(b"BEGIN:VEVENT")
    print(f"  the calendar made anew, {made} events: {time.perf_counter() - start:.2f} s")
    assert worst <= MOST_QUERIES
