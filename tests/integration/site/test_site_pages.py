"""The pages of the site itself: home, errors, health, forms."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pshub.inquiries import actions
from pshub.people.actors import Actor
from pshub.practice.conversations.models import Conversation
from pshub.site import views
from pshub.site.models import HomePage

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def test_a_new_hub_has_a_home_page_with_something_on_it(client: Client) -> None:
    home = HomePage.objects.get()
    response = client.get("/")
    assert response.status_code == 200
    assert home.heading in response.content.decode()
    assert [block.block_type for block in home.body] == ["conversations", "inquiries", "publications"]


def test_the_home_page_shows_public_inquiries_and_conversations_that_are_open(client: Client) -> None:
    inquiry = actions.create_inquiry(title="Libraries", slug="libraries", question="What for?", by=SYSTEM)
    actions.create_inquiry(title="Hush", slug="hush", question="What?", public=False, by=SYSTEM)
    now = timezone.now()
    for title, opens, closes in (
        ("Open talk", now - timedelta(days=1), now + timedelta(days=1)),
        ("Past talk", now - timedelta(days=2), now - timedelta(days=1)),
        ("Coming talk", now + timedelta(days=1), None),
    ):
        record = actions.create_record(kind="event", title=title, inquiry=inquiry, by=SYSTEM)
        slug = title.lower().replace(" ", "-")
        Conversation.objects.create(record=record, slug=slug, question="?", opens_at=opens, closes_at=closes)
    text = client.get("/").content.decode()
    shown = {title for title in ("Libraries", "Hush", "Open talk", "Past talk", "Coming talk") if title in text}
    assert shown == {"Libraries", "Open talk"}


def test_the_home_page_asks_no_more_for_more_rows(client: Client) -> None:
    counts = []
    for number in (1, 12):
        for index in range(number):
            actions.create_inquiry(title=f"{number}-{index}", slug=f"q{number}-{index}", question="?", by=SYSTEM)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/", "/robots.txt", "/healthz", "/account/login/"])
def test_pages_about_the_site_answer_a_visitor(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.post(path).status_code in (200, 405)


@pytest.mark.parametrize("path", ["/", "/privacy/", "/inquiries/", "/account/login/", "/no-such-page/"])
def test_pages_run_and_load_nothing_that_the_security_policy_would_refuse(client: Client, path: str) -> None:
    text = client.get(path).content.decode()
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text), "no inline styles or handlers"
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text), "no inline scripts"
    assert not re.findall(r'(?:src|href)="https?://(?!creativecommons\.org)', text), "nothing from elsewhere"


def test_reading_sets_no_cookie(client: Client) -> None:
    for path in ("/", "/inquiries/", "/privacy/"):
        client.get(path)
    assert dict(client.cookies) == {}


@pytest.mark.parametrize(
    ("answer", "code"),
    [(views.permission_denied, 403), (views.page_not_found, 404), (views.too_many_requests, 429)],
)
def test_a_refusal_is_told_in_our_words(client: Client, answer: object, code: int) -> None:
    request = client.get("/privacy/").wsgi_request
    response = answer(request, Exception("secret detail"))  # type: ignore[operator]
    assert response.status_code == code
    assert b"<h1" in response.content
    assert b"secret detail" not in response.content


def test_the_page_for_our_own_faults_needs_neither_session_nor_database(rf: RequestFactory) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = views.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"fault of ours" in response.content
    assert len(asked) == 0


def test_styles_have_every_token_in_light_and_in_dark() -> None:
    found = finders.find("pshub/pshub.css")
    assert isinstance(found, str), "build the front end first: npm run build"
    css = Path(found).read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--psh-[a-z-]+)", css))
    defined = re.findall(r"(--psh-[a-z-]+)\s*:", css)
    assert used <= set(defined)
    light_only = {"--psh-serif", "--psh-group-colour"}
    assert {name for name in used if defined.count(name) < 2} <= light_only
