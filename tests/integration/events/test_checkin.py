"""At the door: tickets that cannot be made up, a list on a phone, nobody counted twice."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signing import Signer
from django.test import Client

from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, RoleAssignment, User
from pshub.people.permissions import NotPermitted
from pshub.people.roles import Role
from pshub.people.second_factor import DEMO_SESSION
from pshub.publishing.events import actions, checkin
from pshub.publishing.events.links import registration_token
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.surnames import by_surname, parts
from pshub.publishing.events.tickets import (
    registration_of_ticket,
    ticket_address,
    ticket_picture,
    ticket_token,
)

HoldEvent = Callable[..., EventPage]


@pytest.fixture
def door_keeper(settings: Any, db: None) -> Client:
    """A facilitator's phone, past the second step."""
    settings.DEMO = True
    user = User.objects.create_user("door@example.org", name="Ida Marsh", demo=True)
    RoleAssignment.objects.create(user=user, role=Role.FACILITATOR)
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


def registered(event: EventPage, *names: str, state: str = "confirmed") -> list[Registration]:
    seats = [seat + 1 if state == "confirmed" else None for seat in range(len(names))]
    return [
        Registration.objects.create(
            event=event,
            name=name,
            email=f"{uuid.uuid4()}@example.org",
            state=state,
            seat=seat,
            turn=None if seat else index + 1,
        )
        for index, (name, seat) in enumerate(zip(names, seats, strict=True))
    ]


def test_a_ticket_is_read_back_and_nothing_else_is_a_ticket(hold_event: HoldEvent) -> None:
    one, other = hold_event(), hold_event(slug="other")
    row = registered(one, "Ann Evans")[0]
    token = ticket_token(row)
    event, key, signature = token.split(".")
    forged = [
        f"{other.pk}.{key}.{signature}",
        f"{one.pk}.{key[:-2]}AA.{signature}",
        Signer(salt="another", sep=".").sign(f"{one.pk}.{key}"),
        registration_token(row),
        f"{event}.{key}",
        "",
        "1.2.3",
        "é" * 40,
    ]

    assert registration_of_ticket(token) == row
    assert [registration_of_ticket(text) for text in forged] == [None] * len(forged)
    assert token.partition(".")[2] != registration_token(row)


def test_the_code_of_a_ticket_is_small_enough_for_a_phone_and_needs_nothing_inline(hold_event: HoldEvent) -> None:
    import segno

    row = registered(hold_event(), "Ann Evans")[0]
    picture = ticket_picture(row)
    code = segno.make(ticket_address(row), error="m", micro=False)
    expected = io.BytesIO()
    code.save(expected, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, omitsize=False)

    assert picture == expected.getvalue().decode()
    assert int(code.version) <= 10
    assert "style=" not in picture
    assert "<script" not in picture


def test_only_whoever_works_at_the_door_learns_whose_ticket_it_is(
    client: Client, door_keeper: Client, hold_event: HoldEvent
) -> None:
    event = hold_event()
    row = registered(event, "Ann Evans")[0]
    address = urlsplit(ticket_address(row)).path
    anybody, keeper = client.get(address), door_keeper.get(address)

    assert (anybody.status_code, keeper.status_code) == (200, 200)
    assert "Ann Evans" not in anybody.content.decode()
    assert "Ann Evans" in keeper.content.decode()
    assert client.get(f"{address[:-3]}xx/").status_code == 404
    row.refresh_from_db()
    assert row.checked_in_at is None
    door = f"/events/{event.slug}/check-in/"
    assert client.get(door)["Location"].startswith("/account/login/")
    assert client.post(f"{door}{row.pk}/", {"action": "here"})["Location"].startswith("/account/login/")
    with pytest.raises(NotPermitted):
        actions.check_in(registration=row, by=Actor.visitor())


def test_here_is_here_once_however_often_the_button_is_pressed(door_keeper: Client, hold_event: HoldEvent) -> None:
    event = hold_event()
    row = registered(event, "Ann Evans")[0]
    address = f"/events/{event.slug}/check-in/{row.pk}/"
    first = door_keeper.post(address, {"action": "here"})
    row.refresh_from_db()
    at = row.checked_in_at
    door_keeper.post(address, {"action": "here"})
    row.refresh_from_db()

    assert first.status_code == 303
    assert at is not None
    assert (row.checked_in_at, row.checked_in_by) == (at, "Ida Marsh")
    assert AuditEntry.objects.filter(verb="registration.checked_in").count() == 1
    assert "Already checked in" in door_keeper.get(urlsplit(ticket_address(row)).path).content.decode()
    door_keeper.post(address, {"action": "undo"})
    row.refresh_from_db()
    assert (row.checked_in_at, row.checked_in_by) == (None, "")


def test_a_ticket_counts_at_no_other_door(door_keeper: Client, hold_event: HoldEvent) -> None:
    mine, other = hold_event(title="Mine"), hold_event(title="Other", slug="other")
    row = registered(other, "Ann Evans")[0]
    door_keeper.get(f"/events/{mine.slug}/check-in/")
    page = door_keeper.get(urlsplit(ticket_address(row)).path).content.decode()

    assert "A ticket for another event" in page
    assert 'value="here"' not in page
    assert door_keeper.post(f"/events/{mine.slug}/check-in/{row.pk}/", {"action": "here"}).status_code == 404


def test_people_are_found_by_any_part_of_their_name_and_listed_by_surname(
    door_keeper: Client, hold_event: HoldEvent
) -> None:
    event = hold_event()
    registered(event, "Zoë Ábel", "Ann Evans OBE", "Ludwig van Beethoven", "王小明", "Evans, Bea")
    registered(event, "Wil Evans", state="waiting")
    Registration.objects.create(event=event, name="Ann Gone", state="cancelled")

    def names(asked: str = "") -> list[str]:
        page = door_keeper.get(f"/events/{event.slug}/check-in/", {"q": asked})
        return [person.name for person in page.context["door"].people]

    assert names() == ["Zoë Ábel", "Ann Evans OBE", "Evans, Bea", "Ludwig van Beethoven", "王小明"]
    assert names("abel zoe") == ["Zoë Ábel"]
    assert names("evans") == ["Ann Evans OBE", "Evans, Bea", "Wil Evans"]
    assert names("小") == ["王小明"]
    assert names("gone") == names("%") == names("<script>") == []
    live = door_keeper.get(
        f"/events/{event.slug}/check-in/", {"q": "evans"}, headers={"HX-Request": "true", "HX-Target": "people"}
    ).content.decode()
    assert live.lstrip().startswith('<div id="people">')


def test_somebody_who_walks_in_is_entered_once_and_counts_beyond_the_seats(
    door_keeper: Client, hold_event: HoldEvent
) -> None:
    event = hold_event(capacity=1)
    registered(event, "Ann Evans")
    page = door_keeper.get(f"/events/{event.slug}/check-in/")
    sent = {"key": str(page.context["form"].initial["key"]), "name": " Bo Lee ", "organisation": "College"}
    for _press in range(2):
        assert door_keeper.post(f"/events/{event.slug}/check-in/walk-in/", sent).status_code == 303
    door = checkin.door(event)

    assert (door.expected, door.here, door.missing, door.without_registration) == (2, 1, 1, 1)
    assert [(row.name, row.seat) for row in door.people] == [("Ann Evans", 1), ("Bo Lee", 2)]
    refused = door_keeper.post(f"/events/{event.slug}/check-in/walk-in/", sent | {"name": ""})
    assert refused.status_code == 422
    assert "Enter a name." in refused.content.decode()


def test_who_has_no_seat_is_refused_or_let_in_by_a_button_of_its_own(hold_event: HoldEvent, by: Actor) -> None:
    event = hold_event(capacity=1)
    registered(event, "Ann Evans")
    waiting = registered(event, "Wil Evans", state="waiting")[0]
    gone = Registration.objects.create(event=event, name="Ann Gone", state="cancelled")
    with pytest.raises(EventRefused, match="Wil Evans has no seat: on the waiting list"):
        actions.check_in(registration=waiting, by=by)
    with pytest.raises(EventRefused, match="not registered any more"):
        actions.let_in(registration=gone, by=by)
    rows = [actions.let_in(registration=waiting, by=by) for _press in range(2)]

    assert rows[0].checked_in_at is not None
    assert (rows[1].state, rows[1].seat, rows[1].checked_in_at) == ("confirmed", 2, rows[0].checked_in_at)


def test_the_door_shows_no_address_and_no_needs(door_keeper: Client, hold_event: HoldEvent, by: Actor) -> None:
    event = hold_event()
    actions.register(event=event, name="Ann Evans", email="ann@example.org", access="ramp", dietary="no nuts", by=by)
    page = door_keeper.get(f"/events/{event.slug}/check-in/").content.decode()

    assert "Ann Evans" in page
    assert [word for word in ("ann@example.org", "ramp", "nuts") if word in page] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann Evans", ("Evans", "Ann")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("Evans, Ann", ("Evans", "Ann")),
        ("Ann Evans, OBE", ("Evans", "Ann")),
        ("Madonna", ("Madonna", "")),
        ("van Gogh", ("Gogh", "van")),
        ("", ("", "")),
        (",", ("", "")),
    ],
)
def test_surnames_are_found_where_they_stand(name: str, expected: tuple[str, str]) -> None:
    assert parts(name) == expected
    assert by_surname(name.upper()) == by_surname(name)


def test_somebody_sees_their_own_ticket_by_their_own_link(client: Client, hold_event: HoldEvent) -> None:
    event = hold_event()
    row, waiting = registered(event, "Ann Evans")[0], registered(event, "Wil Evans", state="waiting")[0]
    page = client.get(f"/events/registrations/{registration_token(row)}/ticket/")
    picture = client.get(f"/events/registrations/{registration_token(row)}/ticket.svg")

    assert "Ann Evans" in page.content.decode()
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.decode() == ticket_picture(row)
    assert client.get(f"/events/registrations/{registration_token(waiting)}/ticket.svg").status_code == 404
    assert client.get(f"/events/registrations/{ticket_token(row)}/ticket.svg").status_code == 404
