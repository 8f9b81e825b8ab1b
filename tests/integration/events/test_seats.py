"""Seats and the waiting list: never too many, always in order, whatever happens at once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from event_fixtures import BY, hold_one
from hypothesis import given, settings
from hypothesis import strategies as st

from pshub.people.actors import Actor
from pshub.publishing.events import actions, seats
from pshub.publishing.events.actions.registering import pass_on
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.problems import EventRefused

SEATS, PEOPLE, AT_ONCE = 20, 200, 20
STEPS = ("add", "ask", "approve", "decline", "give up", "run out", "take up", "one seat more")


def at_once(work: Callable[[int], None]) -> None:
    """Do something in many threads that begin together, and show what failed in any."""
    start, failures = threading.Barrier(AT_ONCE), []

    def run(seat: int) -> None:
        try:
            start.wait()
            work(seat)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(seat,)) for seat in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.fixture
def letters_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a hub, where the worker writes the letters, and whoever registers does not wait for them."""
    monkeypatch.setattr("pshub.delivery.tasks.deliver", SimpleNamespace(enqueue=lambda message: None))


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_who_register_at_once_twenty_have_seats_and_the_rest_wait_in_order(letters_wait):
    event = hold_one(capacity=SEATS)

    def register(seat: int) -> None:
        for number in range(seat, PEOPLE, AT_ONCE):
            actions.register(event=event, name=f"P {number}", email=f"p{number}@example.org", by=Actor.visitor())

    at_once(register)
    rows = list(Registration.objects.order_by("id"))
    assert [row.state for row in rows] == ["confirmed"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert [row.seat for row in rows[:SEATS]] == list(range(1, SEATS + 1))
    assert [row.turn for row in rows[SEATS:]] == list(range(1, PEOPLE - SEATS + 1))

    def hectic(seat: int) -> None:
        for row in rows[seat : 3 * SEATS : AT_ONCE]:
            for what in (actions.take_up, actions.withdraw):
                with contextlib.suppress(EventRefused):
                    what(registration=row, by=Actor.visitor())

    at_once(hectic)
    held = Registration.objects.filter(state__in=Registration.SEATED)
    assert sorted(held.values_list("seat", flat=True)) == list(range(1, SEATS + 1))
    # Everybody among the first sixty gave up, so the next twenty in line hold the seats.
    assert list(held.values_list("pk", flat=True)) == [row.pk for row in rows[3 * SEATS : 4 * SEATS]]


class Line:
    """What seats and the waiting list ought to do, in the plainest way."""

    def __init__(self, seats: int) -> None:
        self.seats, self.states, self.line = seats, {}, []

    def held(self) -> int:
        return sum(state in ("confirmed", "offered") for state in self.states.values())

    def enter(self, who: int) -> None:
        if self.held() < self.seats and not self.line:
            self.states[who] = "confirmed"
        else:
            self.states[who] = "waiting"
            self.line.append(who)

    def leave(self, who: int, state: str) -> None:
        self.states[who] = state
        if who in self.line:
            self.line.remove(who)
        self.offer()

    def offer(self) -> None:
        while self.line and self.held() < self.seats:
            self.states[self.line.pop(0)] = "offered"


def step(event: EventPage, line: Line, what: str, pick: int) -> None:
    def one(*states: str) -> Registration | None:
        rows = [pk for pk, state in line.states.items() if state in states]
        return Registration.objects.get(pk=rows[pick % len(rows)]) if rows else None

    number = Registration.objects.count()
    match what:
        case "add":
            made = actions.add_by_hand(event=event, name="Somebody", email=f"{number}@example.org", by=BY)
            line.enter(made.pk)
        case "ask":
            made = actions.register(event=event, name="Somebody", email=f"{number}@example.org", by=BY)
            line.states[made.pk] = "waiting-approval"
        case "approve" if row := one("waiting-approval"):
            actions.approve(registration=row, by=BY)
            line.enter(row.pk)
        case "decline" if row := one("waiting-approval"):
            actions.decline(registration=row, by=BY)
            line.states[row.pk] = "declined"
        case "give up" if row := one("waiting-approval", "confirmed", "waiting", "offered"):
            actions.withdraw(registration=row, by=BY)
            line.leave(row.pk, "cancelled")
        case "run out" if row := one("offered"):
            Registration.objects.filter(pk=row.pk).update(offer_ends_at=timezone.now() - timedelta(seconds=1))
            actions.expire_offers(by=BY)
            line.leave(row.pk, "expired")
        case "take up" if row := one("offered"):
            actions.take_up(registration=row, by=BY)
            line.states[row.pk] = "confirmed"
        case "one seat more":
            EventPage.objects.filter(pk=event.pk).update(capacity=F("capacity") + 1)
            pass_on(seats.lock(event.pk), now=timezone.now())
            line.seats += 1
            line.offer()


@pytest.mark.django_db
@settings(max_examples=15)
@given(
    number=st.integers(1, 3),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10)), min_size=5, max_size=25),
)
def test_whatever_happens_seats_are_never_too_many_and_the_line_keeps_its_order(number, steps):
    with transaction.atomic():
        event = hold_one(capacity=number, registration="approval")
        line = Line(number)
        for what, pick in steps:
            step(event, line, what, pick)
            assert dict(Registration.objects.values_list("pk", "state")) == line.states
            assert line.held() <= line.seats
            waiting = Registration.objects.filter(state="waiting").order_by("turn")
            assert list(waiting.values_list("pk", flat=True)) == line.line
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_seat_that_is_taken_and_a_second_registration():
    event = hold_one()
    held = actions.register(event=event, name="Ada", email="ada@example.org", by=BY)
    for fields in ({"seat": held.seat, "email": "bo@example.org"}, {"seat": 7, "email": held.email}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(event=event, name="Bo", state="confirmed", **fields)
    assert Registration.objects.count() == 1
