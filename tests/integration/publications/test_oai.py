"""Libraries harvest what a hub published."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.publishing.publications.actions import change_publication, publish, unpublish
from pshub.publishing.publications.models import HarvestRecord, PublicationPage
from pshub.publishing.publications.oai import harvesting, keeping
from support.harvester import Harvester, NoRecordsMatch, checked

pytestmark = pytest.mark.django_db
OAI = "{http://www.openarchives.org/OAI/2.0/}"
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def library(client: Client) -> Harvester:
    return Harvester(client)


@pytest.fixture
def published(draft_report: Callable[..., PublicationPage], by: Actor) -> PublicationPage:
    page = draft_report(authors=[{"name": "Ada Okafor"}], title="Libraries & \x0b<people>", slug="libraries")
    publish(page=page, by=by, confirm_all=True)
    keeping.refresh([page.pk])
    return PublicationPage.objects.get(pk=page.pk)


def error(client: Client, query: dict[str, Any] | str) -> str:
    """Return the code of the error that a request is answered with."""
    answer = client.get(f"/oai?{query}") if isinstance(query, str) else client.get("/oai", query)
    assert answer.status_code == 200
    found = checked(answer.content).find(f"{OAI}error")
    assert found is not None
    assert found.text
    return str(found.get("code"))


def add(count: int, *, at: datetime, sets: str = "|kind-report|", gap: timedelta = timedelta(0)) -> list[str]:
    """Put records there."""
    rows = [
        HarvestRecord(key=uuid.uuid4(), datestamp=at + number * gap, sets=sets, elements=[["title", "A report"]])
        for number in range(count)
    ]
    HarvestRecord.objects.bulk_create(rows)
    return [f"oai:127.0.0.1:{row.key}" for row in rows]


def test_a_library_reads_what_the_hub_is_and_gives(library: Harvester, published: PublicationPage) -> None:
    hub = library.Identify()
    forms = [form.metadataPrefix for form in library.ListMetadataFormats()]
    names = {one.setSpec for one in library.ListSets()}

    assert hub.repositoryName == settings.HUB_NAME
    assert hub.baseURL == "http://127.0.0.1:8000/oai"
    assert forms == ["oai_dc"]
    assert {"kind-report", "kind-blog"} <= names


def test_a_record_says_what_was_published(library: Harvester, published: PublicationPage) -> None:
    (record,) = library.ListRecords(metadataPrefix="oai_dc")
    again = library.GetRecord(identifier=record.header.identifier, metadataPrefix="oai_dc")

    assert record.metadata["title"] == ["Libraries & <people>"]
    assert record.metadata["creator"] == ["Okafor, Ada"]
    assert record.metadata["identifier"][0] == "http://127.0.0.1:8000/publications/libraries/"
    assert record.header.setSpecs == ["kind-report"]
    assert again.metadata == record.metadata
    assert record.header.identifier == f"oai:127.0.0.1:{published.record_id}"


def test_what_is_taken_off_the_site_stays_known_as_deleted_and_comes_back(
    library: Harvester, published: PublicationPage, by: Actor
) -> None:
    before = next(library.ListRecords(metadataPrefix="oai_dc")).header.datestamp
    unpublish(page=published, by=by)
    assert keeping.refresh_all() == 1
    gone = library.GetRecord(identifier=f"oai:127.0.0.1:{published.record_id}", metadataPrefix="oai_dc")
    assert gone.header.deleted
    assert not hasattr(gone, "metadata")
    assert gone.header.datestamp >= before

    publish(page=published, by=by, change_note="Back again.", confirm_all=True)
    keeping.refresh([published.pk])
    assert not next(library.ListRecords(metadataPrefix="oai_dc")).header.deleted


def test_a_datestamp_moves_when_and_only_when_something_else_is_told(published: PublicationPage, by: Actor) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    first = HarvestRecord.objects.get().datestamp
    assert keeping.refresh_all() == 0

    change_publication(page=published, topics=[topic], by=by)
    publish(page=published, by=by, change_note="A topic.", confirm_all=True)
    assert keeping.refresh_all() == 1
    second = HarvestRecord.objects.get()
    assert second.datestamp > first
    assert second.sets == "|kind-report|topic-libraries|"
    Topic.objects.update(name="Libraries and reading")
    assert keeping.refresh_all() == 1
    assert ["subject", "Libraries and reading"] in HarvestRecord.objects.get().elements


@pytest.mark.django_db(transaction=True)
def test_publishing_tells_harvesters_by_itself(
    draft_report: Callable[..., PublicationPage], library: Harvester, by: Actor
) -> None:
    page = draft_report(slug="at-once")
    publish(page=page, by=by, confirm_all=True)

    assert [record.metadata["title"] for record in library.ListRecords(metadataPrefix="oai_dc")] == [[page.title]]


def test_a_draft_is_not_told_of(draft_report: Callable[..., PublicationPage], library: Harvester) -> None:
    draft_report()
    keeping.refresh_all()

    with pytest.raises(NoRecordsMatch):
        library.ListIdentifiers(metadataPrefix="oai_dc")


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(harvesting, "ON_A_PAGE", 7)
    return iter((7,))


@effort(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stamps=st.lists(st.integers(0, 5), min_size=1, max_size=40),
    meanwhile=st.lists(st.sampled_from(["add", "change", "delete", "nothing"]), max_size=8),
)
def test_a_harvest_misses_nothing_and_repeats_nothing_that_did_not_change(
    small_pages: int, stamps: list[int], meanwhile: list[str]
) -> None:
    """Records of the same moment, records added, changed and deleted between two requests."""
    HarvestRecord.objects.all().delete()
    first = {name for stamp in stamps for name in add(1, at=START + timedelta(seconds=stamp))}
    later = START + timedelta(days=1)
    added: set[str] = set()
    changed: set[str] = set()
    got: list[str] = []
    events = iter(meanwhile)
    for record in Harvester(Client()).ListRecords(metadataPrefix="oai_dc"):
        got.append(record.header.identifier)
        if len(got) % 5 == 0:
            match next(events, "nothing"):
                case "add":
                    added |= set(add(2, at=later))
                case "change" | "delete" as what:
                    row = HarvestRecord.objects.order_by("?").first()
                    assert row is not None
                    row.datestamp, row.deleted = later, what == "delete"
                    row.save()
                    changed.add(f"oai:127.0.0.1:{row.key}")
        later += timedelta(seconds=1)

    assert first - changed <= set(got) <= first | added
    assert all(got.count(name) == 1 for name in set(got) - changed)
    if added | changed:
        # What came after the last answer is in the next harvest, which asks from the time of this one's beginning.
        since = Harvester(Client()).ListIdentifiers(metadataPrefix="oai_dc", **{"from": "2026-01-02"})
        assert {header.identifier for header in since} == added | changed


def test_harvests_by_date_and_set_get_just_those(small_pages: int, library: Harvester) -> None:
    reports = add(20, at=START, gap=timedelta(hours=1))
    essays = add(3, at=START + timedelta(hours=30), sets="|kind-essay|topic-housing|")

    def names(**arguments: str) -> list[str]:
        return [header.identifier for header in library.ListIdentifiers(metadataPrefix="oai_dc", **arguments)]

    assert names(set="kind-essay") == sorted(essays)
    assert names(set="kind-report") == reports
    assert names(**{"from": "2026-01-01T05:00:00Z", "until": "2026-01-01T07:00:00Z"}) == reports[5:8]
    assert names(**{"from": "2026-01-02", "until": "2026-01-02"}) == sorted(essays)
    assert names(until="2026-01-01") == reports
    assert names(**{"from": "2026-01-01T19:00:01Z"}) == sorted(essays)
    for nothing in ({"set": "kind-rep"}, {"set": "|"}, {"from": "2027-01-01"}, {"until": "2025-12-31"}):
        with pytest.raises(NoRecordsMatch):
            names(**nothing)


def test_bad_requests_get_the_protocols_own_errors(client: Client) -> None:
    (name,) = add(1, at=START)
    listed = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    cases: list[tuple[dict[str, Any] | str, str]] = [
        ({}, "badVerb"),
        ({"verb": "ListEverything"}, "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        (listed | {"from": "yesterday"}, "badArgument"),
        (listed | {"from": "2026-02-30"}, "badArgument"),
        (listed | {"from": "2026-01-01", "until": "2026-01-01T00:00:00Z"}, "badArgument"),
        (listed | {"from": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
        (listed | {"resumptionToken": "x"}, "badArgument"),
        (listed | {"metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "resumptionToken": "made up \x00"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:127.0.0.1:x"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name.upper()}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "x"}, "idDoesNotExist"),
        (listed | {"until": "9999-12-31", "set": "none"}, "noRecordsMatch"),
    ]

    assert [(query, error(client, query)) for query, _code in cases] == cases
    posted = client.post("/oai", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name})
    assert checked(posted.content).find(f"{OAI}GetRecord") is not None
    HarvestRecord.objects.update(deleted=True)
    assert error(client, {"verb": "ListMetadataFormats", "identifier": name}) == "noMetadataFormats"


def test_tokens_are_for_one_verb_and_cannot_be_made_up(small_pages: int, client: Client) -> None:
    add(9, at=START)
    listed = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    token = checked(listed.content).find(f".//{OAI}resumptionToken")
    assert token is not None

    assert error(client, {"verb": "ListIdentifiers", "resumptionToken": token.text}) == "badResumptionToken"
    assert error(client, {"verb": "ListRecords", "resumptionToken": f"{token.text}x"}) == "badResumptionToken"
    rest = [client.get("/oai", {"verb": "ListRecords", "resumptionToken": token.text}).content for _twice in range(2)]
    assert [len(checked(part).findall(f".//{OAI}record")) for part in rest] == [2, 2]
    end = checked(rest[0]).find(f".//{OAI}resumptionToken")
    assert end is not None
    assert (end.text, end.get("cursor")) == (None, "7")


def test_who_asks_too_often_is_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"harvest": (2, 60)}
    answers = [client.get("/oai", {"verb": "Identify"}) for _request in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
