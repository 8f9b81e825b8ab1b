"""Calendars of events, as calendar programs read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventIndexPage, EventPage
from support.many_events import many_events

HoldEvent = Callable[..., EventPage]
PRIVATE = ("Mill Lane", "Wheel room", "secret-room")


def read(client: Client, address: str) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def entries(client: Client, address: str = "/events.ics") -> dict[str, Any]:
    return {str(event["summary"]): event for event in read(client, address).walk("VEVENT")}


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "UTC"])
def test_every_event_reads_back_at_its_moment_on_both_sides_of_a_change_of_the_clocks(
    client: Client, hold_event: HoldEvent, zone: str
) -> None:
    year = timezone.localdate().year + 1
    moments = {
        f"In month {month}": datetime(year, month, day, 10, 30, tzinfo=ZoneInfo(zone))
        for month, day in ((1, 12), (3, 27), (4, 9), (7, 1), (10, 28), (11, 4))
    }
    for title, begins in moments.items():
        ends = begins + timedelta(hours=3)
        hold_event(title=title, slug=title.lower().replace(" ", "-"), begins_at=begins, ends_at=ends, time_zone=zone)
    calendar = read(client, "/events.ics")
    found = {str(event["summary"]): event for event in calendar.walk("VEVENT")}

    assert {title: event.decoded("dtstart").astimezone(UTC) for title, event in found.items()} == {
        title: begins.astimezone(UTC) for title, begins in moments.items()
    }
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=3) for event in found.values())
    # Programs that know no zones by name go by the rules in the file: they must say the same.
    for rules in calendar.walk("VTIMEZONE"):
        local = rules.to_tz(lookup_tzid=False)
        for begins in moments.values():
            wall = begins.replace(tzinfo=None)
            assert local.utcoffset(wall) == begins.utcoffset()
    assert bool(calendar.walk("VTIMEZONE")) == (zone != "UTC")


def test_what_is_tentative_says_so_and_what_is_too_vague_is_left_out(client: Client, hold_event: HoldEvent) -> None:
    year = timezone.localdate().year + 1
    for number, text in enumerate((f"12 May {year}", f"late June {year}", f"July {year}", f"summer {year}", str(year))):
        hold_event(title=f"On {text}", slug=f"rough-{number}", date_text=text)
    found = entries(client)

    assert set(found) == {
        f"On 12 May {year}",
        f"On late June {year} (late June {year})",
        f"On July {year} (July {year})",
    }
    exact, late, _july = (found[title] for title in sorted(found, key=lambda title: found[title].decoded("dtstart")))
    assert (exact["status"], exact.decoded("dtstart")) == ("CONFIRMED", date(year, 5, 12))
    assert (late["status"], late["transp"]) == ("TENTATIVE", "TRANSPARENT")
    assert (late.decoded("dtstart"), late.decoded("dtend")) == (date(year, 6, 21), date(year, 7, 1))
    assert client.get("/events/rough-1/event.ics").status_code == 200
    assert client.get("/events/rough-3/event.ics").status_code == 404


def test_a_calendar_keeps_the_name_of_an_event_and_counts_its_changes(
    client: Client, hold_event: HoldEvent, by: Actor
) -> None:
    event = hold_event()
    before = next(iter(entries(client).values()))
    first = client.get("/events.ics")
    again = client.get("/events.ics", headers={"If-None-Match": first["ETag"]})
    draft = EventPage.objects.get(pk=event.pk)
    draft.ends_at = event.ends_at + timedelta(hours=1)
    draft.save_revision()
    actions.publish(page=draft, by=by)
    after = next(iter(entries(client).values()))

    assert again.status_code == 304
    assert client.get("/events.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert (before["uid"], int(before["sequence"])) == (after["uid"], 0)
    assert int(after["sequence"]) == 1
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    one = next(iter(entries(client, f"/events/{event.slug}/event.ics").values()))
    assert (one["uid"], one.to_ical()) == (after["uid"], after.to_ical())
    calendar = read(client, "/events.ics")
    assert calendar.decoded("refresh-interval") == timedelta(hours=6)


def test_calendars_hold_what_everybody_may_know_and_nothing_else(
    client: Client, hold_event: HoldEvent, by: Actor
) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    shown = hold_event(title="Shown", slug="shown")
    shown.topics.set([topic])
    shown.save()
    hidden = hold_event(title="Taken off", slug="taken-off")
    actions.unpublish(page=hidden, by=by)
    hold_event(title="Other", slug="other")
    hold_event(title="Long ago", slug="long-ago", date_text="3 June 2011")
    hold_event(title="Off", slug="off", called_off=True)

    assert set(entries(client)) == {"Shown", "Other", "Off"}
    assert set(entries(client, "/topics/libraries/events.ics")) == {"Shown"}
    assert entries(client)["Off"]["status"] == "CANCELLED"
    for address in ("/events.ics", "/topics/libraries/events.ics", "/events/shown/event.ics"):
        text = client.get(address).content.decode()
        assert "Old Mill" in text
        assert [secret for secret in PRIVATE if secret in text] == []
    assert client.get("/events/taken-off/event.ics").status_code == 404
    assert client.get("/topics/none/events.ics").status_code == 404


def test_a_calendar_takes_as_many_queries_for_many_events_as_for_few(client: Client, diary: EventIndexPage) -> None:
    day = timezone.localdate()
    begins = timezone.now() + timedelta(days=5)
    titles = [f"Event {number}" for number in range(40)]
    many_events(diary, [{"title": title, "first_day": day, "last_day": day, "begins_at": begins} for title in titles])

    def queries(expected: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(entries(client)) == expected
        return len(captured)

    many = queries(40)
    Page.objects.child_of(diary).exclude(title=titles[0]).update(live=False)

    # One more in the first request of all: where the site is.
    assert queries(1) <= many < 12
