"""What those who run an event do in the studio."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pshub.inquiries.actions import give_inquiry_role
from pshub.people.actors import Actor
from pshub.people.groups import follow_roles
from pshub.people.models import AuditEntry, RoleAssignment, User
from pshub.people.roles import Role
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage, Invitation, Registration


def account(client: Client, role: Role | None) -> User:
    """Somebody with a role, signed in."""
    user = User.objects.create_user(f"{role or 'member'}@example.org", name="Edith")
    if role is not None:
        RoleAssignment.objects.create(user=user, role=role)
        follow_roles(user.pk)
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    return user


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    account(client, Role.EDITOR)
    return client


def at(event: EventPage, name: str = "registrations") -> str:
    return reverse(f"event_studio:{name}", args=[event.pk])


def people(event: EventPage, *names: str, **fields: Any) -> list[Registration]:
    return [
        actions.register(event=event, name=name, email=f"{number}@example.org", by=Actor.visitor(), **fields)
        for number, name in enumerate(names)
    ]


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_registrations_are_looked_through_decided_on_and_taken_out_without_formulas(editor, hold_event):
    event = hold_event(registration="approval")
    people(event, "Ada Byron", "=cmd()", "Cy Long", access="A ramp", organisation="Library Friends")
    ada, formula, cy = Registration.objects.order_by("id")
    editor.post(at(event), {"decision": "approve", "registration": [ada.pk, formula.pk]})
    editor.post(at(event), {"decision": "decline", "registration": [cy.pk]})
    twice = editor.post(at(event), {"decision": "approve", "registration": [cy.pk]}, follow=True)
    assert "decided on already" in said(twice)
    page = editor.get(at(event), {"state": "confirmed", "q": "byron"}).content.decode()
    assert "Ada Byron" in page
    assert "Cy Long" not in page
    assert "A ramp" not in page
    assert "A ramp" in editor.get(at(event, "needs")).content.decode()
    taken = editor.post(at(event, "names"))
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["Ada Byron", "'=cmd()"]
    assert "@" not in taken.content.decode()
    verbs = set(AuditEntry.objects.filter(user__isnull=False).values_list("verb", flat=True))
    assert {"registration.approved", "registration.declined", "event.names_exported"} <= verbs


def test_somebody_is_added_by_hand_once_and_never_past_the_last_seat(editor, hold_event):
    event = hold_event(capacity=1)
    people(event, "Ada Byron")
    again = editor.post(at(event, "add"), {"name": "Ada", "email": "0@example.org"})
    assert "registered with that address already" in again.content.decode()
    editor.post(at(event, "add"), {"name": "Bo", "email": "bo@example.org", "dietary": "No nuts"})
    assert list(Registration.objects.values_list("name", "state")) == [("Ada Byron", "confirmed"), ("Bo", "waiting")]


def test_invitations_with_a_mistake_in_one_line_are_not_sent_at_all(editor, hold_event):
    event = hold_event(registration="invitation")
    form = editor.get(at(event, "invitations")).context["form"]
    ends = form["expires_at"].value().strftime("%Y-%m-%d %H:%M")
    wrong = editor.post(at(event, "invitations"), {"people": "ada@example.org\nnot one", "expires_at": ends})
    assert "line 2" in wrong.content.decode()
    assert not Invitation.objects.exists()
    editor.post(at(event, "invitations"), {"people": "Ada <ada@example.org>\nbo@example.org", "expires_at": ends})
    assert Invitation.objects.count() == 2
    ada = Invitation.objects.earliest("id")
    editor.post(reverse("event_studio:withdraw", args=[event.pk, ada.pk]))
    ada.refresh_from_db()
    assert ada.expires_at <= timezone.now()


def test_a_role_in_one_inquiry_opens_the_registrations_of_its_events_alone(client, hold_event, inquiry, by):
    mine, other = hold_event(inquiry=inquiry), hold_event(slug="another", title="Another")
    user = account(client, None)
    assert client.get(at(mine)).status_code in (302, 403)
    give_inquiry_role(inquiry=inquiry, user=user, role=Role.FACILITATOR, by=by)
    follow_roles(user.pk)
    assert client.get(at(mine)).status_code == 200
    assert client.get(at(other)).status_code in (302, 403)
    listed = client.get(reverse("event_studio:events")).content.decode()
    assert at(mine) in listed
    assert at(other) not in listed


def test_an_event_that_people_registered_for_is_not_deleted(editor, hold_event):
    event = hold_event()
    people(event, "Ada Byron")
    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[event.pk]), follow=True)
    assert "People have registered" in said(answer)
    assert EventPage.objects.filter(pk=event.pk).exists()


def form_of(**fields: Any) -> dict[str, Any]:
    """What the browser sends for an event."""
    data: dict[str, Any] = {
        "title": "A roundtable",
        "slug": "a-roundtable",
        "kind": "roundtable",
        "summary": "Talk.",
        "time_zone": "Europe/London",
        "registration": "open",
        "offer_hours": "48",
        "reminders": "-7d +1d",
        "body": streamfield([]),
        "materials": streamfield([]),
        "people": inline_formset([]),
        "hosts": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | fields)


def test_times_are_written_by_the_clock_of_the_event_and_kept_when_its_time_zone_changes(editor, diary):
    new = reverse("wagtailadmin_pages:add", args=["events", "eventpage", diary.pk])
    wall = {"begins_at": "2027-07-01 10:00", "ends_at": "2027-07-01 12:00"}
    editor.post(new, form_of(**wall, time_zone="America/New_York", **{"action-publish": "1"}))
    event = EventPage.objects.get()
    assert event.begins_at == datetime(2027, 7, 1, 10, tzinfo=ZoneInfo("America/New_York"))
    edit = reverse("wagtailadmin_pages:edit", args=[event.pk])
    shown = editor.get(edit).content.decode()
    assert 'value="2027-07-01 10:00"' in shown
    editor.post(edit, form_of(**wall, time_zone="Asia/Tokyo", **{"action-publish": "1"}))
    event.refresh_from_db()
    assert event.begins_at == datetime(2027, 7, 1, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert [row.number for row in event.arrangements.all()] == [1, 0], list(event.arrangements.values())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"begins_at": "2027-03-28 01:30"}, "there is no such time"),
        ({"begins_at": "2027-07-01 10:00", "ends_at": "2027-07-01 09:00"}, "must end after it begins"),
        ({}, "Say when it begins"),
        ({"date_text": "soonish"}, "not a date that can be read"),
        ({"date_text": "June 2027", "reminders": "tomorrow"}, "not a time before or after"),
        ({"date_text": "June 2027", "online_link": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_what_is_wrong_with_an_event_is_said_where_it_stands(editor, diary, fields, words):
    new = reverse("wagtailadmin_pages:add", args=["events", "eventpage", diary.pk])
    refused = editor.post(new, form_of(**fields, **{"action-publish": "1"}))
    assert words in refused.content.decode()
    assert not Page.objects.child_of(diary).exists()


def test_those_registered_are_told_of_a_change_once_and_only_when_asked(editor, hold_event, by):
    event = hold_event()
    people(event, "Ada Byron")
    draft = EventPage.objects.get(pk=event.pk)
    draft.begins_at += timedelta(hours=1)
    draft.save_revision()
    actions.publish(page=draft, by=by)
    assert "have not been told" in editor.get(at(event)).content.decode()
    editor.post(at(event, "tell"))
    assert "nothing new to tell" in said(editor.post(at(event, "tell"), follow=True))
