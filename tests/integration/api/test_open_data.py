"""The API: it gives what the public pages show, page by page, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pshub.api.hub_api import document
from pshub.api.views import LISTS
from pshub.inquiries.models import Record, Topic
from pshub.publishing.events.actions import unpublish as unpublish_event
from pshub.publishing.publications.actions import unpublish
from support.open_hub import BY, SECRET, OpenHub

ROOT = "/api/v1/"
SNAPSHOT = Path(__file__).parent / "openapi-v1.json"


def path(address: str) -> str:
    """Return a whole address as the test's client takes it."""
    assert address.startswith(django_settings.BASE_URL)
    return address.removeprefix(django_settings.BASE_URL)


def all_pages(client: Client, address: str) -> Iterator[dict[str, Any]]:
    """Follow a list to its end."""
    following: str | None = address
    while following:
        answer = client.get(following).json()
        yield from answer["items"]
        following = path(answer["next"]) if answer["next"] else None


def test_the_document_is_the_one_that_others_build_on() -> None:
    """To renew it on purpose, delete the file and run this test: it writes it and fails once."""
    now = json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(now, encoding="utf-8")
        pytest.fail("openapi-v1.json was missing and has been written: look at what changed, then commit it")

    assert now == SNAPSHOT.read_text(encoding="utf-8"), (
        "version 1 has changed. Names that are there must stay. If something was only added, "
        "delete tests/integration/api/openapi-v1.json, run this test again, and commit the file."
    )


def test_everything_listed_can_be_opened_and_nothing_private_is_told(hub: OpenHub, client: Client) -> None:
    listed = {name: list(all_pages(client, f"{ROOT}{name}/?limit=1")) for name in LISTS}
    opened = [client.get(path(item["api"])) for name in LISTS if "api" in listed[name][0] for item in listed[name]] + [
        client.get(f"{ROOT}{name}/{item['slug']}/")
        for name in ("topics", "people", "organisations")
        for item in listed[name]
    ]

    assert {name: len(items) for name, items in listed.items()} == {
        "publications": 1,
        "events": 1,
        "inquiries": 1,
        "records": 3,
        "findings": 2,
        "topics": 1,
        "people": 1,
        "organisations": 1,
    }
    assert {answer.status_code for answer in opened} == {200}
    told = json.dumps([listed, *(answer.json() for answer in opened)])
    assert SECRET not in told
    assert "meet.example.org" not in told


def test_the_event_and_the_report_say_what_their_pages_say(hub: OpenHub, client: Client) -> None:
    event = client.get(f"{ROOT}events/").json()["items"][0]
    report = client.get(path(client.get(f"{ROOT}publications/").json()["items"][0]["api"])).json()

    assert (event["begins_at"], event["venue"]) == ("2027-06-03T10:00:00+01:00", "Old Mill")
    assert path(event["url"]) == hub.event.url
    assert report["authors"] == [{"name": "Ada Thorne", "slug": "", "orcid": "0000-0002-1825-0097"}]
    assert [version["number"] for version in report["versions"]] == ["1"]
    assert report["topics"] == ["libraries"]
    assert client.get(path(report["trail"])).status_code == 200


def test_a_finding_gives_its_tables_and_a_withdrawn_one_only_the_reason(hub: OpenHub, client: Client) -> None:
    shown = client.get(f"{ROOT}findings/{hub.finding.digest}/").json()
    gone = client.get(f"{ROOT}findings/{hub.withdrawn.digest}/").json()

    assert shown["tables"][0]["rows"] == [["Northgate", 12345], ["South & East", 305]]
    assert shown["records"][0]["id"] == str(hub.record.pk)
    assert client.get(path(shown["tables"][0]["csv"])).status_code == 200
    assert (gone["state"], gone["reason"], gone["tables"], gone["released"]) == (
        "withdrawn",
        "Counted twice.",
        [],
        None,
    )


def test_what_is_taken_off_the_site_is_taken_off_the_api(hub: OpenHub, client: Client) -> None:
    gone = [client.get(f"{ROOT}{name}/").json()["items"][0]["api"] for name in ("publications", "events")]
    unpublish(page=hub.publication, by=BY)
    unpublish_event(page=hub.event, by=BY)
    hub.record.inquiry = hub.hidden_inquiry
    hub.record.save()

    assert [client.get(path(address)).status_code for address in gone] == [404, 404]
    assert [client.get(f"{ROOT}{name}/").json()["items"] for name in ("publications", "events", "records")] == [[]] * 3


def test_pages_of_a_list_neither_skip_nor_repeat_while_it_grows(db: None, client: Client) -> None:
    Record.objects.bulk_create(Record(kind="statement", title=f"Statement {n}") for n in range(23))
    moment = Record.objects.earliest("created_at").created_at
    Record.objects.update(created_at=moment)
    before = {str(key) for key in Record.objects.values_list("pk", flat=True)}
    seen = []

    for item in all_pages(client, f"{ROOT}records/?limit=5&kind=statement"):
        seen.append(item["id"])
        if len(seen) % 5 == 0:
            Record.objects.create(kind="statement", title="Newer")

    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_lists_are_narrowed(hub: OpenHub, client: Client) -> None:
    def count(question: str) -> int:
        return len(client.get(f"{ROOT}{question}").json()["items"])

    assert [count(f"publications/?{asked}") for asked in ("topic=libraries", "kind=report", "inquiry=libraries")] == [
        1
    ] * 3
    assert [count(f"publications/?{asked}") for asked in ("topic=parks", "kind=blog", "inquiry=secret")] == [0] * 3
    assert [count(f"events/?since={day}") for day in ("2027-06-03", "2027-06-04", "0001-01-01")] == [1, 0, 1]
    assert [count(f"findings/?inquiry={slug}") for slug in ("libraries", "secret")] == [1, 0]
    assert [count(f"records/?{asked}") for asked in ("kind=publication", "inquiry=libraries&kind=event")] == [1, 2]


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(hub: OpenHub, client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(f"{ROOT}topics/")
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(40))
    with CaptureQueriesContext(connection) as many:
        client.get(f"{ROOT}topics/")
    counts = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{ROOT}{name}/")
        counts[name] = len(asked)

    assert len(few) == len(many)
    assert max(counts.values()) <= 8, counts


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("records/?limit=0", "limit"),
        ("records/?limit=lots", "limit"),
        ("records/?cursor=nonsense", "cursor"),
        ("records/?cursor=WyIyMDI0LTAxLTAxIiwiMSJd", "cursor"),
        ("events/?since=yesterday", "since"),
    ],
)
def test_what_cannot_be_understood_is_named(db: None, client: Client, question: str, name: str) -> None:
    answer = client.get(ROOT + question)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [fault["name"] for fault in answer.json()["faults"]] == [name]
    assert name in answer.json()["detail"] or "cursor" in answer.json()["detail"]


def test_every_refusal_is_a_problem(hub: OpenHub, client: Client) -> None:
    refusals = {
        404: client.get(f"{ROOT}nothing/here"),
        405: client.post(f"{ROOT}records/"),
        400: client.get(f"{ROOT}records/?kind=%00"),
    }
    hidden = client.get(f"{ROOT}records/{hub.hidden_record.pk}/")

    assert {status: answer.status_code for status, answer in refusals.items()} == {
        status: status for status in refusals
    }
    assert {answer["Content-Type"] for answer in refusals.values()} == {"application/problem+json"}
    assert all(answer.json()["status"] == status for status, answer in refusals.items())
    assert hidden.json() == refusals[404].json()


def test_too_many_requests_say_when_to_ask_again(db: None, client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "api": (2, 3600)}

    answers = [client.get(f"{ROOT}topics/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert 0 < int(answers[2]["Retry-After"]) <= 3600


def test_any_site_may_ask_and_an_answer_that_is_known_is_not_sent_again(hub: OpenHub, client: Client) -> None:
    first = client.get(f"{ROOT}publications/")
    again = client.get(f"{ROOT}publications/", headers={"If-None-Match": first["ETag"]})
    head = client.head(f"{ROOT}publications/")
    asked = client.options(f"{ROOT}publications/", headers={"Origin": "https://elsewhere.example"})

    assert first["Access-Control-Allow-Origin"] == asked["Access-Control-Allow-Origin"] == "*"
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])
    assert "GET" in asked["Access-Control-Allow-Methods"]
    assert not first.cookies
    assert first["Link"].startswith(f'<{django_settings.BASE_URL}{ROOT}publications/>; rel="first"')


def test_the_page_of_the_documentation_names_every_address(db: None, client: Client) -> None:
    page = client.get(reverse("api:docs")).content.decode()

    assert all(address in page for address in document()["paths"])
    assert client.get("/api/v1/publications").status_code == 302
