"""The sample hub: what it loads, that what its report says is so, and that a visitor's vote moves its map."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from pshub.cli.sample.content import toml
from pshub.cli.sample.loader import Summary, load_sample
from pshub.cli.sample.talk import Talk, statement_numbers
from pshub.cli.sample.wording import UnboundWords, binding
from pshub.evidence.querysets import released
from pshub.inquiries.models import Derivation, Record
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, User
from pshub.practice.conversations import actions
from pshub.practice.conversations.models import Conversation, Statement, Vote
from pshub.practice.conversations.querysets import provisional_of
from pshub.publishing.publications.models import PublicationPage

pytestmark = pytest.mark.django_db


def addresses(hub: Summary) -> tuple[str, ...]:
    return (
        "/",
        "/publications/",
        hub.inquiry.get_absolute_url(),
        hub.report.url,
        hub.blog.url,
        f"/conversations/{hub.open.slug}/",
        f"/conversations/{hub.closed.slug}/",
    )


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Summary]:
    """Load once for all tests here, inside a transaction that is rolled back in the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with warnings.catch_warnings():
            # Wagtail leaves the temporary file of each size of a picture that it makes to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            loaded = load_sample()
            for address in addresses(loaded):
                Client().get(address)
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def hub(_loaded: Summary, db: None) -> Summary:
    return _loaded


def rows() -> dict[str, int]:
    kinds = (Record, Derivation, Conversation, Statement, Vote, PublicationPage, User, AuditEntry)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_loading_again_changes_nothing_and_keeps_what_was_entered(hub: Summary) -> None:
    statement = hub.open.statements.filter(state="accepted").first()
    assert statement is not None
    visitor = Actor.participant("a-visitor")
    actions.cast_vote(conversation=hub.open, statement=statement, value=1, by=visitor)
    before = rows()

    again = load_sample()

    assert rows() == before
    assert again == hub
    assert Vote.objects.filter(participant__pseudonym="a-visitor").count() == 1


def test_the_first_conversation_is_closed_and_sealed_with_three_groups(hub: Summary) -> None:
    found = released(hub.finding)

    assert hub.closed.status == Conversation.Status.CLOSED
    assert found["holds"]
    assert [group["label"] for group in found["groups"]] == ["A", "B", "C"]
    assert 290 <= found["people"] <= 330
    assert len(found["statements"]) == 40
    assert len(found["derived"]["shared"]["agree"]) >= 6


def shares(hub: Summary) -> Any:
    return binding(hub.finding, statement_numbers(hub.closed, Talk.read("first-round")), {})


def test_what_the_report_says_in_words_is_true_of_the_finding(hub: Summary) -> None:
    bound = shares(hub)
    report = " ".join(re.sub(r"<[^>]*>", "", part.get("html", "")) for part in toml("report")["body"])
    for claim in toml("claims")["claim"]:
        assert claim["says"] in report
        for held in claim["holds"]:
            outlooks = tuple(bound.labels) if held["who"] == "every" else (held["who"],)
            for outlook in outlooks:
                share = bound.values[bound.share(outlook, held["answer"], held["statement"])]
                assert held.get("above", -1.0) < share < held.get("below", 2.0), (claim["says"], outlook, share)


def test_the_three_outlooks_are_three_different_groups(hub: Summary) -> None:
    bound = shares(hub)

    assert sorted(bound.labels.values()) == ["A", "B", "C"]
    with pytest.raises(UnboundWords, match="no-such-statement"):
        bound.bind("{keep agree no-such-statement}")


def test_the_report_pins_the_finding_and_cites_its_cells(hub: Summary, client: Client) -> None:
    version = hub.report.versions.get()
    page = client.get(hub.report.url).content.decode()

    assert version.digests == [hub.finding.digest]
    assert f"/evidence/{hub.finding.digest.removeprefix('sha256:')}" in page
    assert page.count("<figure") >= 3
    assert "{{" not in page


def test_every_statement_that_was_written_on_a_card_leads_back_to_the_event(hub: Summary) -> None:
    event = Record.objects.get(kind="event")
    cards = Record.objects.filter(upstream_links__upstream=event, upstream_links__label="said-at")

    assert cards.count() == 24
    assert event.downstream_links.filter(downstream=hub.report.record).exists()
    assert hub.open.record.upstream_links.filter(upstream=hub.closed.record).exists()


def test_statements_were_turned_down_with_reasons_and_two_wait_to_be_read(hub: Summary) -> None:
    turned = Statement.objects.filter(state="rejected").select_related("reason")

    assert turned.count() == 8
    assert {statement.reason.code for statement in turned if statement.reason} == {
        reason["code"] for reason in toml("hub")["moderation"]["reasons"]
    }
    assert hub.open.statements.filter(state="pending").count() == 2


def test_one_more_vote_and_the_open_map_moves(hub: Summary) -> None:
    before = provisional_of(hub.open)
    assert before is not None
    shown = json.loads(before.released_json)
    statement = hub.open.statements.filter(state="accepted").first()
    assert statement is not None
    actions.cast_vote(conversation=hub.open, statement=statement, value=1, by=Actor.participant("one-more"))

    after = actions.recompute(conversation=hub.open, by=Actor.system("test"))

    moved = json.loads(after.released_json)
    assert moved["people"] >= shown["people"] + 20
    assert moved["counts"] != shown["counts"]


def test_every_page_of_the_sample_answers_and_says_that_the_place_is_invented(hub: Summary, client: Client) -> None:
    for address in addresses(hub):
        response = client.get(address)
        assert response.status_code == 200, address
        page = response.content.decode().lower()
        assert "invented" in page or "does not exist" in page, address


def test_the_open_map_has_three_groups_that_each_stand_for_something(hub: Summary) -> None:
    provisional = provisional_of(hub.open)
    assert provisional is not None
    shown = json.loads(provisional.released_json)

    assert len(shown["groups"]) == 3
    assert min(len(found) for found in shown["representative"].values()) >= 2
