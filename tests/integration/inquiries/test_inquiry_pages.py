"""The pages of inquiries and of the trail, as they are served."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pshub.inquiries import actions, sections
from pshub.inquiries.models import Inquiry, Record
from pshub.inquiries.sections import Part, Section
from pshub.people.actors import Actor
from pshub.people.models import Organisation, RoleAssignment, User
from pshub.people.roles import Role

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def make(title: str, slug: str, **fields: object) -> Inquiry:
    return actions.create_inquiry(title=title, slug=slug, question=f"What about {slug}?", by=SYSTEM, **fields)


@pytest.fixture
def libraries() -> Inquiry:
    place = actions.create_place(name="Marlow Vale", slug="marlow-vale", by=SYSTEM)
    inquiry = make("Libraries", "libraries", place=place, introduction="Eleven of them.")
    council = Organisation.objects.create(name="Vale Council", slug="vale-council")
    actions.add_partner(inquiry=inquiry, organisation=council, part="commissioner", by=SYSTEM)
    return inquiry


def page(client: Client, path: str, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Libraries", "Parks"}),
        ({"status": "planned"}, {"Parks"}),
        ({"place": "marlow-vale"}, {"Libraries"}),
        ({"partner": "vale-council"}, {"Libraries"}),
        ({"status": "closed"}, set()),
    ],
)
def test_inquiries_are_narrowed_by_status_place_and_partner(
    client: Client, libraries: Inquiry, query: dict[str, str], shown: set[str]
) -> None:
    make("Parks", "parks", status=Inquiry.Status.PLANNED)
    text = page(client, "/inquiries/", **query)
    assert {title for title in ("Libraries", "Parks") if f">{title}</a>" in text} == shown


def test_a_list_asks_as_many_questions_for_one_row_as_for_a_full_page(client: Client, libraries: Inquiry) -> None:
    counts = []
    for more in (0, 30):
        for number in range(more):
            actions.add_partner(
                inquiry=make(f"Q{number}", f"q{number}"), organisation=Organisation.objects.get(), by=SYSTEM
            )
        with CaptureQueriesContext(connection) as asked:
            page(client, "/inquiries/")
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


def test_the_story_shows_question_place_and_partners(client: Client, libraries: Inquiry) -> None:
    text = page(client, "/inquiries/libraries/")
    assert all(words in text for words in ("What about libraries?", "Marlow Vale", "Vale Council", "commissioner"))
    assert "psh-chapter" not in text, "empty parts are absent"


@pytest.fixture
def telling() -> Iterator[None]:
    name = "test-part"
    sections.register(
        Section(name, 50, "What a test told", lambda inquiry, viewer: Part("inquiries/events.html", {"events": []}))
    )
    yield
    sections._sections.pop(name)


@pytest.mark.usefixtures("telling")
def test_an_area_adds_its_part_to_the_story_in_order(client: Client, libraries: Inquiry) -> None:
    actions.create_record(kind="event", title="An evening", inquiry=libraries, by=SYSTEM)
    text = page(client, "/inquiries/libraries/")
    assert 0 < text.index("What a test told") < text.index("What we did") < text.rindex("An evening")


def test_what_an_editor_writes_is_shown_as_text(client: Client) -> None:
    make("<script>alert(1)</script>", "odd", introduction="<b>bold</b>")
    text = page(client, "/inquiries/odd/")
    assert "<script>alert" not in text
    assert "<b>bold" not in text


@pytest.mark.parametrize("path", ["/inquiries/secret/", "/records/{}/", "/records/{}/trail/", "/records/{}/trail.json"])
def test_what_is_not_public_answers_like_what_does_not_exist(client: Client, path: str) -> None:
    inquiry = make("Secret", "secret", public=False)
    record = actions.create_record(kind="event", title="Behind doors", inquiry=inquiry, by=SYSTEM)
    hidden, unknown = (
        client.get(path.format(record.pk)),
        client.get(path.format(uuid.uuid4()).replace("secret", "none")),
    )
    assert hidden.status_code == unknown.status_code == 404
    assert b"Behind doors" not in hidden.content
    editor = User.objects.create_user("e@example.org")
    RoleAssignment.objects.create(user=editor, role=Role.EDITOR)
    client.force_login(editor, backend="pshub.people.backends.RoleBackend")
    assert client.get(path.format(record.pk)).status_code == 404, "a password alone opened it"
    session = client.session
    session["account_authentication_methods_user"] = str(editor.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    assert client.get(path.format(record.pk)).status_code in (200, 302)


def test_a_record_without_a_page_leads_to_its_trail(client: Client, libraries: Inquiry) -> None:
    record = actions.create_record(kind="event", title="An evening", inquiry=libraries, by=SYSTEM)
    response = client.get(f"/records/{record.pk}/")
    assert response.headers["Location"] == f"/records/{record.pk}/trail/"
    assert "An evening" in page(client, f"/records/{record.pk}/trail/")


def test_a_record_of_a_kind_that_is_no_longer_installed_keeps_its_trail(client: Client, libraries: Inquiry) -> None:
    record = Record.objects.create(kind="forgotten", title="Old thing", inquiry=libraries)
    assert "Old thing" in page(client, f"/records/{record.pk}/trail/")
    assert client.get(f"/records/{record.pk}/").status_code == 302
