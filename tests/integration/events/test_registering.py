"""Registering for an event: what people are asked, shown and sent."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from pshub.delivery.models import OutboxMessage
from pshub.delivery.tasks import deliver_due
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage, Invitation, NeedsNote, Registration

ADA = {"name": "Ada Byron", "email": "Ada@Example.org", "consent": "on"}


def send(client, event, **fields):
    return client.post(f"/events/{event.slug}/register/", ADA | fields)


def post_arrives() -> list[mail.EmailMessage]:
    """Let the worker do all that waits, and return the letters of this round."""
    mail.outbox.clear()
    while deliver_due():
        pass
    assert OutboxMessage.objects.exclude(state="done").count() == 0
    return mail.outbox


def link_in(letter) -> str:
    return urlsplit(re.search(r"http\S+/events/(?:registrations|invitations)/\S+", letter.body)[0]).path


def calendar_in(letter) -> icalendar.Calendar:
    (attached,) = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    made = icalendar.Calendar.from_ical(attached.get_payload(decode=True))
    assert attached.get_param("method") == str(made["METHOD"])
    return made


def state_of(email: str) -> str:
    return Registration.objects.filter(email=email).latest("id").state


def test_a_seat_its_letter_its_calendar_its_page_and_giving_it_up(client, hold_event):
    event = hold_event(capacity=1)
    answer = send(client, event, access="A ramp", dietary="No nuts")
    assert answer.status_code == 303
    (letter,) = post_arrives()
    assert letter.to == ["ada@example.org"]
    assert "Mill Lane" in letter.body
    assert "secret-room" in letter.body
    made = calendar_in(letter)
    (entry,) = made.events
    assert entry.start.astimezone(UTC) == event.begins_at
    assert (entry["SEQUENCE"], str(made["METHOD"]), len(made.timezones)) == (0, "PUBLISH", 1)

    mine = link_in(letter)
    page = client.get(mine)
    assert "secret-room" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert NeedsNote.objects.get().access == "A ramp"

    send(client, event, name="Bo Waits", email="bo@example.org")
    (waits,) = post_arrives()
    assert "Your place in line is 1" in waits.body
    assert "Mill Lane" not in waits.body + client.get(link_in(waits)).content.decode()
    assert "secret-room" not in waits.body + client.get(link_in(waits)).content.decode()

    client.get(mine + "?action=cancel")
    assert state_of("ada@example.org") == "confirmed"
    client.post(mine, {"action": "cancel"})
    gone, offer = sorted(post_arrives(), key=lambda letter: letter.to)
    assert calendar_in(gone).events[0]["UID"] == entry["UID"]
    assert (str(calendar_in(gone)["METHOD"]), str(calendar_in(gone).events[0]["STATUS"])) == ("CANCEL", "CANCELLED")
    assert state_of("bo@example.org") == "offered"
    client.post(link_in(offer), {"action": "take-up"})
    assert state_of("bo@example.org") == "confirmed"


def test_the_form_answers_alike_whether_or_not_the_address_is_known(client, hold_event):
    event = hold_event()
    first, again = send(client, event), send(client, event, email="ADA@example.org", name="Somebody else")
    assert (first.status_code, first.url) == (again.status_code, again.url)
    letters = post_arrives()
    assert Registration.objects.get().name == "Ada Byron"
    assert [
        next(words for words in ("registered already", "You have a seat") if words in letter.body) for letter in letters
    ] == ["You have a seat", "registered already"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_closes_at": timezone.now() - timedelta(days=1)}, "Registration closed on"),
        ({"registration_opens_at": timezone.now() + timedelta(days=1)}, "Registration opens on"),
        ({"registration": "none"}, "There is no registration"),
        ({"registration": "invitation"}, "use the link in your invitation"),
        ({"called_off": True}, "called off"),
        ({"begins_at": None, "ends_at": None, "date_text": "late June 2011"}, "This event is over"),
    ],
)
def test_an_event_that_takes_no_registrations_says_why(client, hold_event, fields, words):
    event = hold_event(**fields)
    refused = send(client, event)
    assert words in refused.content.decode()
    assert refused.status_code == 409
    assert not Registration.objects.exists()
    assert 'name="email"' not in client.get(event.url).content.decode()


def test_a_form_that_came_too_late_or_has_a_mistake_loses_nothing(client, hold_event, by):
    event = hold_event()
    wrong = send(client, event, email="ada@", organisation="Library Friends")
    assert wrong.status_code == 422
    assert "Enter an e-mail address as it is written" in wrong.content.decode()
    assert 'value="Library Friends"' in wrong.content.decode()
    actions.publish(page=event, by=by)
    send(client, event)
    actions.unpublish(page=event, by=by)
    refused = send(client, event, email="bo@example.org")
    assert "not on our site at the moment" in refused.content.decode()
    mine = link_in(post_arrives()[0])
    assert "Your registration is kept" in client.get(mine).content.decode()
    assert Registration.objects.get().state == "confirmed"


def test_approval_comes_before_a_seat_and_takes_no_place_from_those_who_wait(client, hold_event, by):
    event = hold_event(registration="approval", capacity=1)
    for name in ("a", "b", "c"):
        send(client, event, email=f"{name}@example.org")
    a, b, c = Registration.objects.order_by("id")
    assert {a.state, b.state, c.state} == {"waiting-approval"}
    for row in (b, a):
        actions.approve(registration=row, by=by)
    actions.decline(registration=c, by=by)
    assert [state_of(f"{name}@example.org") for name in "abc"] == ["waiting", "confirmed", "declined"]
    assert sorted(letter.to[0] for letter in post_arrives()) == [f"{name}@example.org" for name in "abc"]


def test_an_offer_that_runs_out_goes_to_the_next_and_cannot_be_taken_up(client, hold_event, by):
    event = hold_event(capacity=1)
    for name in ("a", "b", "c"):
        send(client, event, email=f"{name}@example.org")
    a, b, c = Registration.objects.order_by("id")
    actions.withdraw(registration=a, by=by)
    Registration.objects.filter(pk=b.pk).update(offer_ends_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValueError, match="run out"):
        actions.take_up(registration=b, by=by)
    assert actions.expire_offers(by=by) == 1
    assert [state_of(f"{name}@example.org") for name in "abc"] == ["cancelled", "expired", "offered"]
    assert actions.expire_offers(by=by) == 0
    c.refresh_from_db()
    assert c.offer_ends_at <= event.begins_at


def test_more_seats_are_offered_to_those_who_wait(client, hold_event, by):
    event = hold_event(capacity=1)
    for name in ("a", "b", "c"):
        send(client, event, email=f"{name}@example.org")
    draft = EventPage.objects.get(pk=event.pk)
    draft.capacity = 2
    draft.save_revision()
    actions.publish(page=draft, by=by)
    assert [state_of(f"{name}@example.org") for name in "abc"] == ["confirmed", "offered", "waiting"]


def test_an_invitation_is_good_for_one_registration_and_only_a_hash_of_it_is_kept(client, hold_event, by):
    event = hold_event(registration="invitation")
    people = actions.read_invitees("Ada Byron <ada@example.org>\n\nbo@example.org")
    later = timezone.now() + timedelta(days=3)
    actions.invite(event=event, people=people, expires_at=later, by=by)
    to_ada, to_bo = (link_in(letter) for letter in post_arrives())
    assert to_ada.split("/")[-2] not in str(list(Invitation.objects.values()))
    assert 'value="Ada Byron"' in client.get(to_ada).content.decode()
    for _ in range(2):
        used = client.post(to_ada, {"name": "Ada Byron", "consent": "on"})
    assert "has been used" in used.content.decode()
    assert Registration.objects.get().email == "ada@example.org"
    Invitation.objects.filter(email="bo@example.org").update(expires_at=timezone.now())
    assert "ran out (" in client.post(to_bo, {"name": "Bo", "consent": "on"}).content.decode()
    actions.invite(event=event, people=people, expires_at=later, by=by)
    (anew,) = (link_in(letter) for letter in post_arrives() if letter.to == ["bo@example.org"])
    assert client.get(to_bo).status_code == 404
    assert client.get(anew).status_code == 200
    assert Registration.objects.count() == 1


def test_a_list_of_invitees_with_mistakes_invites_nobody_and_names_each_line(db):
    with pytest.raises(ValueError, match=r"line 2: .*line 3: .*twice"):
        actions.read_invitees("ada@example.org\nno address\nAda <ADA@example.org>")


@pytest.mark.parametrize("token", ["x", "0" * 32 + ".forged", "%00"])
def test_a_forged_link_leads_nowhere(client, db, token):
    for kind in ("registrations", "invitations"):
        assert client.get(f"/events/{kind}/{token}/").status_code == 404
