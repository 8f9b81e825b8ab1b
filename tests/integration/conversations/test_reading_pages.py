"""The public pages that tell: what a conversation is, its moderation, its result; what none of them ever shows."""

from __future__ import annotations

import json
import re

import pytest
from conversation_fixtures import SYSTEM, crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pshub.delivery.models import OutboxMessage
from pshub.evidence.models import Provisional
from pshub.inquiries.models import Record
from pshub.practice.conversations import actions
from pshub.practice.conversations.models import Conversation, Participant, Statement

QUICK = {"shuffles": 5}
PAGES = ("detail", "vote", "propose", "yours", "results", "moderation")


def address(conversation, page: str, *more) -> str:
    return reverse(f"conversations:{page}", args=[conversation.slug, *more])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def drawn(conversation) -> Conversation:
    crowd(conversation, people=40)
    actions.recompute(conversation=conversation, parameters=QUICK, by=SYSTEM)
    return conversation


def test_the_first_page_says_what_how_long_how_moderated_how_computed_and_what_is_kept(client, conversation):
    page = text_of(client.get(address(conversation, "detail")))
    for words in (
        "What should change?",
        "Start voting",
        "It is not about the question.",
        "How the result is made",
        "cookie",
        "There are 3 statements",
    ):
        assert words in page


def test_conversations_that_are_not_public_answer_like_those_that_never_were(client, conversation):
    Record.objects.filter(pk=conversation.pk).update(visibility="studio")
    for page in PAGES:
        assert client.get(address(conversation, page)).status_code == 404
    assert client.get("/conversations/never-was/").status_code == 404


def test_what_moderators_turned_down_is_counted_by_reason(client, conversation, someone):
    for text, reason in (("Sack them all", "abuse"), ("Buy my boat", "advertising")):
        statement = actions.submit_statement(conversation=conversation, text=text, by=someone)
        actions.reject_statement(statement=statement, reason=reason, by=SYSTEM)
    page = text_of(client.get(address(conversation, "moderation")))
    assert "Buy my boat" in page
    assert "Sack them all" not in page
    assert "its words are not shown" in page


def test_a_statement_has_a_page_once_it_is_put_to_the_vote(client, conversation, someone):
    waiting = actions.submit_statement(conversation=conversation, text="Lend tools", by=someone)
    assert client.get(address(conversation, "statement", waiting.number)).status_code == 404
    actions.accept_statement(statement=waiting, by=SYSTEM)
    page = text_of(client.get(address(conversation, "statement", waiting.number)))
    assert "Lend tools" in page
    assert "Vote on this statement" in page
    assert client.get(reverse("inquiries:record", args=[waiting.pk]), follow=True).status_code == 200


def test_before_anybody_votes_the_result_says_so(client, conversation):
    assert "Nobody has voted yet" in text_of(client.get(address(conversation, "results")))
    crowd(conversation, people=12)
    assert "no map has been drawn yet" in text_of(client.get(address(conversation, "results")))


def test_a_provisional_map_is_labelled_and_says_how_many_voted_since(client, drawn):
    page = text_of(client.get(address(drawn, "results")))
    assert "Provisional" in page
    assert "Fewer than 10 people have voted or changed a vote since." in page
    assert "at least 10 people have changed" in page
    crowd(drawn, people=4, first=40)
    assert "Fewer than 10 people" in text_of(client.get(address(drawn, "results")))
    crowd(drawn, people=12, first=44)
    assert "About 15 people" in text_of(client.get(address(drawn, "results")))


def test_updating_the_map_queues_one_job_and_is_limited(client, drawn, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "recompute": (2, 600)}
    for _ in range(2):
        assert "looks at the votes again" in text_of(client.post(address(drawn, "results"), follow=True))
    assert client.post(address(drawn, "results")).status_code == 429
    assert OutboxMessage.objects.filter(topic=actions.RECOMPUTE).count() == 1


def test_updating_where_nobody_voted_or_the_result_is_sealed_says_so(client, conversation):
    assert "Nobody has voted yet" in text_of(client.post(address(conversation, "results"), follow=True))
    crowd(conversation, people=20)
    actions.close_and_seal(conversation=conversation, parameters=QUICK, by=SYSTEM)
    assert "it changes no more" in text_of(client.post(address(conversation, "results"), follow=True))


def test_a_sealed_result_leads_to_its_evidence_and_says_who_is_left_out(client, drawn):
    crowd(drawn, people=3, first=40)
    finding = actions.close_and_seal(conversation=drawn, parameters=QUICK, by=SYSTEM)
    page = text_of(client.get(address(drawn, "results")))
    assert finding.get_absolute_url() in page
    assert "Sealed" in page
    assert "Fewer than 10 people voted or changed a vote after the last public map" in page
    table = text_of(client.get(address(drawn, "table", "statements")))
    assert "Open on Sundays" in table
    assert finding.get_absolute_url() in table


def test_each_table_has_a_page_and_each_drawn_figure_a_picture(client, drawn):
    assert "Keep every branch" in text_of(client.get(address(drawn, "table", "statements")))
    assert client.get(address(drawn, "table", "nothing")).status_code == 404
    assert client.get(address(drawn, "figure", "opinion-map")).status_code == 404
    Provisional.objects.update(figures={"opinion-map": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    picture = client.get(address(drawn, "figure", "opinion-map"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "sandbox" in picture["Content-Security-Policy"]


def test_no_structure_is_said_in_words(client, conversation):
    crowd(conversation, people=20, split=False)
    actions.recompute(conversation=conversation, parameters=QUICK, by=SYSTEM)
    page = text_of(client.get(address(conversation, "results")))
    assert "do not fall into groups" in page or "No opinion groups" in page


def test_the_story_of_an_inquiry_tells_what_was_heard(client, drawn):
    url = reverse("inquiries:detail", args=["libraries"])
    assert "What was heard" in text_of(client.get(url))
    assert address(drawn, "results") in text_of(client.get(url))
    finding = actions.close_and_seal(conversation=drawn, parameters=QUICK, by=SYSTEM)
    assert finding.get_absolute_url() in text_of(client.get(url))


def served(client, conversation) -> dict[str, str]:
    urls = [address(conversation, page) for page in PAGES]
    urls += [address(conversation, "table", name) for name in ("statements", "places", "overview", "answers-by-group")]
    urls += [address(conversation, "statement", 1), address(conversation, "data")]
    urls += [reverse("inquiries:detail", args=["libraries"]), reverse("inquiries:trail", args=[conversation.pk])]
    urls += [reverse("inquiries:trail-json", args=[conversation.pk])]
    return {url: client.get(url).content.decode() for url in urls}


def test_no_page_shows_a_pseudonym_a_label_an_exact_count_or_a_position(client, conversation, someone):
    crowd(conversation, people=43)
    for statement in conversation.statements.all():
        actions.cast_vote(conversation=conversation, statement=statement, value=1, by=someone)
    provisional = actions.recompute(conversation=conversation, parameters=QUICK, by=SYSTEM)
    exact = json.loads(provisional.exact_json)
    secrets = {someone.pseudonym, *Participant.objects.exclude(label=None).values_list("label", flat=True)}
    secrets |= {str(value) for value in exact["axes"]["v1"] if abs(value) > 1000}
    for url, page in served(client, conversation).items():
        for secret in secrets:
            assert not re.search(rf"\b{re.escape(secret)}\b", page), (url, secret)
        assert "44 people" not in page


def test_a_result_that_is_not_public_never_shows_a_statement_with_few_voters(client, conversation):
    crowd(conversation, people=20)
    late = actions.seed_statement(conversation=conversation, text="A late and lonely thought", by=SYSTEM)
    votes = [actions.BulkVote(f"p{n}", late.number, 1, late.submitted_at) for n in range(9)]
    actions.import_votes(conversation=conversation, votes=votes, by=SYSTEM)
    actions.recompute(conversation=conversation, parameters=QUICK, by=SYSTEM)
    for name in ("statements", "places"):
        assert "lonely" not in text_of(client.get(address(conversation, "table", name)))


def test_pages_cost_the_same_however_many_rows_there_are(client, drawn, someone):
    def queries() -> dict[str, int]:
        counted = {}
        for url in [*(address(drawn, page) for page in PAGES), reverse("inquiries:detail", args=["libraries"])]:
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                client.get(url)
            counted[url] = len(seen)
        return counted

    first = actions.submit_statement(conversation=drawn, text="Buy my boat", by=someone)
    actions.reject_statement(statement=first, reason="advertising", by=SYSTEM)
    few = queries()
    for number in range(60):
        statement = actions.submit_statement(conversation=drawn, text=f"Thought {number}", by=someone)
        if number % 2:
            actions.reject_statement(statement=statement, reason="same", by=SYSTEM)
        else:
            actions.accept_statement(statement=statement, by=SYSTEM)
    crowd(drawn, people=100, first=40)
    actions.recompute(conversation=drawn, parameters=QUICK, by=SYSTEM)
    assert queries() == few
    assert max(few.values()) < 15
    assert Statement.objects.count() == 64


@pytest.mark.parametrize("sealed", [False, True])
def test_words_that_moderators_took_out_leave_the_result_at_once(client, drawn, sealed):
    if sealed:
        actions.close_and_seal(conversation=drawn, parameters=QUICK, by=SYSTEM)
    Provisional.objects.update(figures={"agreement-and-division": "<svg/>", "what-each-group-says": "<svg/>"})
    for number in (1, 2, 3):
        actions.reject_statement(statement=drawn.statements.get(number=number), reason="abuse", by=SYSTEM)
    pages = [address(drawn, "results"), address(drawn, "table", "statements")]
    for page in map(text_of, map(client.get, pages)):
        assert "Open on Sundays" not in page
        assert "Keep every branch" not in page
    assert "(taken out by the moderators)" in text_of(client.get(pages[1]))
    assert client.get(address(drawn, "figure", "agreement-and-division")).status_code == 404


@pytest.mark.parametrize(
    ("minutes", "words"), [(1, "every minute"), (15, "every 15 minutes"), (60, "every hour"), (1440, "every 24 hours")]
)
def test_how_often_the_map_is_looked_at_is_said_in_plain_words(client, conversation, settings, minutes, words):
    settings.RECOMPUTE_MINUTES = minutes
    assert f"the map is looked at {words}." in text_of(client.get(address(conversation, "results")))
