"""What is sent to those who register, when, and how often; and what is forgotten when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.core import mail
from django.utils import timezone
from event_fixtures import in_days

from pshub.delivery import letters, outbox, tasks
from pshub.delivery.models import OutboxMessage
from pshub.people import personal_data
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, User
from pshub.publishing.events import actions, attached_calendars, jobs
from pshub.publishing.events.models import EventPage, Invitation, NeedsNote, Registration
from pshub.publishing.events.reminders import read_reminders

VISITOR = Actor.visitor()


@pytest.fixture
def worker_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters wait until a test lets the worker work."""
    monkeypatch.setattr(tasks, "deliver", SimpleNamespace(enqueue=lambda message: None, call=tasks.deliver.call))


def work() -> list[str]:
    """Let the worker do all there is; return what was sent to whom."""
    mail.outbox.clear()
    while tasks.deliver_due():
        pass
    return sorted(f"{letter.to[0]}: {letter.subject.split(':')[0]}" for letter in mail.outbox)


def come(event: EventPage, *names: str, **fields: str) -> list[Registration]:
    return [
        actions.register(event=event, name=name, email=f"{name}@example.org", by=VISITOR, **fields) for name in names
    ]


def ended(event: EventPage, days: int) -> None:
    """Let it have been so many days ago."""
    day = timezone.localdate() - timedelta(days=days)
    EventPage.objects.filter(pk=event.pk).update(first_day=day, last_day=day)


def move(event: EventPage, **fields: object) -> EventPage:
    draft = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision()
    return actions.publish(page=draft, by=Actor.system("tests"))


def test_a_worker_that_is_killed_again_and_again_sends_each_letter_once(hold_event, worker_is_away, monkeypatch):
    event = hold_event()
    come(event, "ada", "bo")
    post, posted = letters.post, []

    class Killed(BaseException):
        """What ends a process at once."""

    def post_and_die(letter: letters.Letter, *, key: str) -> OutboxMessage:
        made = post(letter, key=key)
        posted.append(key)
        if len(posted) % 2:
            raise Killed
        return made

    monkeypatch.setattr(letters, "post", post_and_die)
    mail.outbox.clear()
    for _ in range(6):
        try:
            while tasks.deliver_due():
                pass
        except Killed:
            tasks.release(list(OutboxMessage.objects.values_list("pk", flat=True)))
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ada@example.org", "bo@example.org"]
    assert len(posted) > 2


def test_those_who_come_are_told_of_a_change_once_with_a_higher_number_for_their_calendars(
    hold_event, worker_is_away, by
):
    event = hold_event(capacity=2)
    come(event, "ada", "bo", "cy")
    work()
    event = move(event, begins_at=in_days(21), ends_at=in_days(21, 12))
    come(event, "di")
    actions.tell_those_registered(event=event, by=by)
    told = work()
    assert told == [
        "ada@example.org: Changed",
        "bo@example.org: Changed",
        "cy@example.org: Changed",
        "di@example.org: You are on the waiting list",
    ]
    letter = next(letter for letter in mail.outbox if letter.to == ["ada@example.org"])
    (attached,) = letter.attachments
    assert icalendar.Calendar.from_ical(attached.content).events[0]["SEQUENCE"] == 1
    assert actions.tell_those_registered(event=event, by=by) is None
    event = move(event, called_off=True)
    actions.tell_those_registered(event=event, by=by)
    assert {line.split(": ")[1] for line in work()} == {"Called off"}
    (attached,) = next(letter for letter in mail.outbox if letter.to == ["ada@example.org"]).attachments
    assert "METHOD:CANCEL" in attached.content


def test_reminders_come_once_each_to_those_who_knew_before_and_again_only_for_another_day(
    hold_event, worker_is_away, monkeypatch
):
    event = hold_event(reminders="-7d -1d +1d", begins_at=in_days(6), ends_at=in_days(6, 12))
    ada, _bo = come(event, "ada", "bo")
    Registration.objects.filter(pk=ada.pk).update(changed_at=timezone.now() - timedelta(days=9))
    work()
    for _ in range(3):
        jobs.remind()
    assert work() == ["ada@example.org: Reminder"]
    monkeypatch.setattr(jobs, "timezone", SimpleNamespace(now=lambda: in_days(7, 13), localdate=timezone.localdate))
    jobs.remind()
    jobs.remind()
    assert work() == ["ada@example.org: After the event", "bo@example.org: After the event"]


def test_a_reminder_that_is_long_overdue_is_left_out(hold_event, worker_is_away):
    event = hold_event(reminders="-30d -1d", begins_at=in_days(6), ends_at=in_days(6, 12))
    (ada,) = come(event, "ada")
    Registration.objects.filter(pk=ada.pk).update(changed_at=timezone.now() - timedelta(days=90))
    work()
    jobs.remind()
    assert work() == []


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/London", datetime(2027, 3, 27, 10)),  # noqa: DTZ001  a clock on the wall
        ("Europe/London", datetime(2027, 3, 29, 10)),  # noqa: DTZ001
        ("America/New_York", datetime(2027, 3, 20, 9)),  # noqa: DTZ001
        ("Asia/Kathmandu", datetime(2027, 11, 1, 0, 15)),  # noqa: DTZ001
    ],
)
def test_a_calendar_read_back_has_the_same_instant_on_both_sides_of_the_change_of_clocks(hold_event, zone, wall):
    begins = wall.replace(tzinfo=ZoneInfo(zone))
    event = hold_event(begins_at=begins, ends_at=begins + timedelta(hours=3), time_zone=zone)
    content = attached_calendars.calendar_file(event, sequence=0)
    made = icalendar.Calendar.from_ical(content)
    (entry,) = made.events
    assert (entry.start.astimezone(UTC), entry.end.astimezone(UTC)) == (event.begins_at, event.ends_at)
    assert entry["DTSTART"].params["TZID"] == zone
    # The rules that go with it say the same as the clock itself.
    (rules,) = made.timezones
    assert rules.to_tz(lookup_tzid=False).utcoffset(wall) == begins.utcoffset()


def test_needs_go_two_weeks_after_the_event_and_addresses_a_year_after(hold_event, worker_is_away, by):
    event = hold_event(registration="open")
    come(event, "ada", access="A ramp", dietary="No nuts")
    later = timezone.now() + timedelta(days=2)
    actions.invite(event=event, people=actions.read_invitees("Bo <bo@example.org>"), expires_at=later, by=by)
    work()
    ended(event, 14)
    jobs.tidy()
    assert NeedsNote.objects.count() == 1
    ended(event, 15)
    jobs.tidy()
    assert NeedsNote.objects.count() == 0
    entry = AuditEntry.objects.get(verb="event.needs_erased")
    assert entry.detail == {"notes": 1}
    assert Registration.objects.get().email == "ada@example.org"
    ended(event, 370)
    jobs.tidy()
    assert (Registration.objects.get().email, Registration.objects.get().name) == ("", "ada")
    assert (Invitation.objects.get().email, Invitation.objects.get().name) == ("", "")


def test_an_account_takes_its_registrations_out_and_leaves_its_seat_to_the_next(hold_event, worker_is_away):
    event = hold_event(capacity=1)
    come(event, "ada", "bo", access="A ramp")
    user = User.objects.create_user("Ada@example.org")
    held = {holding.name: holding for holding in personal_data.registered()}
    (row,) = held["event_registrations"].export(user)
    assert (row["event"], row["state"], row["access_needs"]) == (event.title, "confirmed", "A ramp")
    held["event_registrations"].erase(user)
    assert held["event_registrations"].export(user) == []
    ada, bo = Registration.objects.order_by("id")
    assert (ada.name, ada.email, ada.state, bo.state) == (personal_data.GONE, "", "cancelled", "offered")
    assert not NeedsNote.objects.filter(registration=ada).exists()


def test_offsets_of_reminders_are_read_in_order_and_once():
    assert [reminder.text for reminder in read_reminders("+1d -2h, -7d -168h")] == ["-168h", "-2h", "+1d"]


def test_nothing_private_waits_in_the_outbox_for_the_worker(hold_event, worker_is_away, by):
    event = hold_event()
    come(event, "ada")
    later = timezone.now() + timedelta(days=2)
    actions.invite(event=event, people=actions.read_invitees("bo@example.org"), expires_at=later, by=by)
    waiting = str(list(OutboxMessage.objects.filter(topic__startswith="events.").values("payload", "key")))
    assert outbox.handler_of("events.letter") is not None
    assert "example.org" not in waiting
