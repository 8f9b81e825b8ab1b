"""The pages of somebody who takes part: voting, adding a statement, what became of it, their data."""

from __future__ import annotations

import json
import re

import pytest
from conversation_fixtures import SYSTEM, crowd
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pshub.practice.conversations import actions
from pshub.practice.conversations.browser import COOKIE
from pshub.practice.conversations.models import Participant, Routing, Statement, Vote


def address(conversation, page: str) -> str:
    return reverse(f"conversations:{page}", args=[conversation.slug])


def vote(client, conversation, number, choice, **options):
    return client.post(address(conversation, "vote"), {"statement": number, "vote": choice}, **options)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_first_visit_keeps_nothing_and_a_first_vote_sends_one_cookie(client, conversation):
    assert COOKIE not in client.get(address(conversation, "vote")).cookies
    assert not Participant.objects.exists()
    sent = vote(client, conversation, 1, "agree").cookies[COOKIE]
    assert (sent["httponly"], sent["samesite"], sent["path"]) == (True, "Lax", f"/conversations/{conversation.slug}/")
    assert Vote.objects.get().value == 1


def test_votes_without_scripts_go_statement_by_statement_to_the_end(client, conversation):
    for done in range(3):
        page = client.get(address(conversation, "vote"))
        assert f"You have voted on {done} of 3 statements" in text_of(page)
        number = re.search(r'name="statement" value="(\d+)"', page.content.decode()).group(1)
        response = vote(client, conversation, number, "pass")
        assert response.status_code == 303
        assert "You passed on" in text_of(client.get(response["Location"]))
    assert "You have voted on every statement" in text_of(client.get(address(conversation, "vote")))
    assert Vote.objects.count() == 3
    assert Participant.objects.count() == 1


def test_with_scripts_only_the_next_statement_is_sent_and_takes_the_focus(client, conversation):
    response = vote(client, conversation, 1, "agree", headers={"HX-Request": "true"})
    page = text_of(response)
    assert response.status_code == 200
    assert "<html" not in page
    assert "autofocus" in page
    assert "You have voted on 1 of 3 statements" in page


def test_a_vote_can_be_changed_and_taken_back(client, conversation):
    vote(client, conversation, 2, "agree")
    again = f"{address(conversation, 'vote')}?statement=2"
    assert "You agreed with it." in text_of(client.get(again))
    vote(client, conversation, 2, "disagree")
    assert Vote.objects.get().value == -1
    vote(client, conversation, 2, "withdraw")
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("number", "choice"), [("1", "perhaps"), ("99", "agree"), ("", "agree"), ("x", "pass"), ("1", "")]
)
def test_a_vote_that_cannot_be_taken_says_why_and_keeps_nothing(client, conversation, number, choice):
    response = vote(client, conversation, number, choice)
    page = text_of(client.get(response["Location"]))
    assert "no longer put to the vote" in page or "Choose Agree, Disagree or Pass" in page
    assert not Vote.objects.exists()
    assert vote(client, conversation, number, choice, headers={"HX-Request": "true"})["HX-Redirect"]


def test_statements_with_no_weight_are_served_too(client, conversation):

    Routing.objects.create(
        conversation=conversation, weights={"1": 0.0, "2": 0.0, "3": 0.0}, computed_at=timezone.now()
    )
    assert "statement" in text_of(client.get(address(conversation, "vote")))
    Routing.objects.update(weights={"1": 0.0, "2": 0.0, "3": 9.0})
    assert 'value="3"' in client.get(address(conversation, "vote")).content.decode()


def test_a_cookie_that_we_did_not_sign_is_nobody(client, conversation):
    vote(client, conversation, 1, "agree")
    client.cookies[COOKIE] = "made-up:signature"
    assert "has not taken part" in text_of(client.get(address(conversation, "yours")))


def test_posting_without_the_cookie_against_forgery_is_refused_in_plain_words(conversation):
    response = vote(Client(enforce_csrf_checks=True), conversation, 1, "agree")
    assert response.status_code == 403
    assert "cookie" in text_of(response)
    assert not Vote.objects.exists()


def test_too_many_votes_from_one_network_wait(client, conversation, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "vote": (2, 60), "join": (1, 60)}
    vote(client, conversation, 1, "agree")
    assert vote(Client(), conversation, 1, "agree").status_code == 429
    assert vote(client, conversation, 2, "agree").status_code == 429
    assert Vote.objects.count() == 1


def test_a_closed_conversation_sends_voters_to_its_page(client, conversation):
    actions.close_conversation(conversation=conversation, by=SYSTEM)
    for response in (
        client.get(address(conversation, "vote"), follow=True),
        client.post(address(conversation, "vote"), {"statement": 1, "vote": "agree"}, follow=True),
    ):
        assert "takes no more votes" in text_of(response)
    assert "takes no statements now" in text_of(client.get(address(conversation, "propose"), follow=True))


def test_a_planned_conversation_says_that_it_is_not_open(client, planned):
    assert "not open yet" in text_of(client.get(address(planned, "vote"), follow=True))


def test_a_refused_statement_stays_in_the_form_with_what_to_do(client, conversation):
    text = "No. " * 2_500
    response = client.post(address(conversation, "propose"), {"text": text})
    assert response.status_code == 422
    assert "It must be 500 characters or fewer" in text_of(response)
    assert text.strip()[:2000] in response.content.decode()
    empty = client.post(address(conversation, "propose"), {"text": ""})
    assert "Write your statement." in text_of(empty)
    assert conversation.statements.count() == 3


def test_what_became_of_a_statement_is_told_to_its_author_alone(client, conversation):
    client.post(address(conversation, "propose"), {"text": "Lend <b>tools</b>"})
    page = text_of(client.get(address(conversation, "yours")))
    assert "Waiting to be read" in page
    assert "Lend &lt;b&gt;tools&lt;/b&gt;" in page
    statement = Statement.objects.get(origin="submitted")
    actions.reject_statement(statement=statement, reason="personal", by=SYSTEM)
    assert "It names somebody or gives their details." in text_of(client.get(address(conversation, "yours")))
    assert "tools" not in text_of(Client().get(address(conversation, "moderation")))
    assert "tools" not in text_of(Client().get(address(conversation, "yours")))
    actions.accept_statement(statement=statement, by=SYSTEM)
    page = text_of(client.get(address(conversation, "yours")))
    assert "It is statement 4." in page
    assert reverse("inquiries:trail", args=[statement.pk]) in page


def test_how_many_voted_on_a_statement_is_told_rounded_and_from_ten_on(client, conversation):
    client.post(address(conversation, "propose"), {"text": "Lend tools"})
    actions.accept_statement(statement=Statement.objects.get(origin="submitted"), by=SYSTEM)
    crowd(conversation, people=8)
    actions.recompute(conversation=conversation, parameters={"shuffles": 5}, by=SYSTEM)
    assert "when there are at least 10" in text_of(client.get(address(conversation, "yours")))
    crowd(conversation, people=12, first=8)
    actions.recompute(conversation=conversation, parameters={"shuffles": 5}, by=SYSTEM)
    assert "About 20 people have voted on it." in text_of(client.get(address(conversation, "yours")))


def test_everybody_can_take_out_and_erase_their_data(client, conversation):
    vote(client, conversation, 1, "agree")
    client.post(address(conversation, "propose"), {"text": "Lend tools"})
    taken = json.loads(client.get(address(conversation, "data")).content)
    assert [row["vote"] for row in taken["votes"]] == [1]
    assert [row["text"] for row in taken["statements"]] == ["Lend tools"]
    assert client.post(address(conversation, "erase")).status_code == 422
    assert Vote.objects.exists()
    client.post(address(conversation, "erase"), {"sure": "on"})
    assert not Vote.objects.exists()
    assert not Statement.objects.filter(origin="submitted").exists()
    assert "has not taken part" in text_of(client.get(address(conversation, "yours")))


def test_erasing_where_nothing_is_kept_is_no_error(client, conversation):
    assert client.post(address(conversation, "erase"), {"sure": "on"}).status_code == 303
    client.post(address(conversation, "propose"), {"text": "Lend tools"})
    assert client.post(address(conversation, "erase"), {"sure": "on"}).status_code == 303


def test_once_the_keys_are_gone_the_page_says_that_nobody_can_tell(client, conversation):
    vote(client, conversation, 1, "agree")
    closed = actions.close_conversation(conversation=conversation, by=SYSTEM)
    for purpose in ("votes", "statements"):
        actions.destroy_keys(conversation=closed, purpose=purpose, by=SYSTEM)
    assert "Nobody can tell which votes are yours" in text_of(client.get(address(conversation, "yours")))
    assert json.loads(client.get(address(conversation, "data")).content)["votes"] == []
    assert client.post(address(conversation, "erase"), {"sure": "on"}).status_code == 303


def test_voting_pages_are_never_cached(client, conversation):
    vote(client, conversation, 1, "agree")
    for page in ("vote", "yours", "data", "propose"):
        assert "no-store" in client.get(address(conversation, page))["Cache-Control"]


def test_a_vote_and_the_next_statement_cost_the_same_in_a_large_conversation(client, conversation):
    def costs() -> list[int]:
        counted = []
        page = address(conversation, "vote")
        for act in (lambda: vote(client, conversation, 1, "agree"), lambda: client.get(page)):
            with CaptureQueriesContext(connection) as seen:
                act()
            counted.append(len(seen))
        return counted

    vote(client, conversation, 1, "agree")
    few = costs()
    crowd(conversation, people=400)
    for text in range(40):
        actions.seed_statement(conversation=conversation, text=f"Statement {text}", by=SYSTEM)
    assert costs() == few
    assert max(few) < 12
