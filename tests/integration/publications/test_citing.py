"""What a published page tells those who cite it, and machines that link to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import rispy
from django.test import Client
from lxml import html
from pybtex.database import parse_string

from pshub.people.actors import Actor
from pshub.publishing.publications.actions import change_publication, publish, unpublish
from pshub.publishing.publications.models import PublicationPage

pytestmark = pytest.mark.django_db

AUTHORS = (
    {"name": "Ada Okafor", "orcid": "0000-0002-1825-0097"},
    {"name": "Ursula von der Leyen"},
    {"name": "Office for Local Inquiry"},
)
PAGE = "/publications/what-libraries-are-for/"


@pytest.fixture
def published(draft_report: Callable[..., PublicationPage], by: Actor) -> PublicationPage:
    page = draft_report(authors=AUTHORS, title="What libraries are </script><b>for</b>", slug="what-libraries-are-for")
    publish(page=page, by=by, confirm_all=True)
    return PublicationPage.objects.get(pk=page.pk)


def links(header: str) -> set[tuple[str, str, str]]:
    """Read a Link header: target, relation, type."""
    return {
        (target, relation, kind)
        for target, relation, kind in re.findall(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?', header)
    }


def test_citations_are_taken_away_in_every_format_and_speak_of_the_page(
    client: Client, published: PublicationPage
) -> None:
    answers = {ending: client.get(f"{PAGE}cite.{ending}") for ending in ("bib", "ris", "json", "txt")}

    assert {answer.status_code for answer in answers.values()} == {200}
    (entry,) = parse_string(answers["bib"].content.decode(), "bibtex").entries.values()
    assert entry.type == "techreport"
    assert [str(person) for person in entry.persons["author"]] == [
        "Okafor, Ada",
        "von der Leyen, Ursula",
        "{Office for Local Inquiry}",
    ]
    (ris,) = rispy.loads(answers["ris"].content.decode(), newline="\r\n")
    (csl,) = json.loads(answers["json"].content)
    address = f"http://127.0.0.1:8000{PAGE}"
    assert entry.fields["url"].replace("\\", "") == ris["urls"][0] == csl["URL"] == address
    assert answers["txt"].content.decode().strip().endswith(address)
    assert client.get(f"{PAGE}cite.xml").status_code == 404


def test_a_version_is_cited_as_it_was(client: Client, published: PublicationPage, by: Actor) -> None:
    change_publication(page=published, title="A better title", by=by)
    publish(page=published, by=by, change_note="Better title.", confirm_all=True)

    assert "A better title" in client.get(f"{PAGE}cite.txt").content.decode()
    first = client.get(f"{PAGE}cite.json", {"version": "1"}).json()[0]
    assert first["title"] == "What libraries are </script><b>for</b>"
    assert (first["version"], first["URL"]) == ("1", f"http://127.0.0.1:8000{PAGE}versions/1/")
    for none in ("3", "0", "x", "1.5", "9" * 30):
        assert client.get(f"{PAGE}cite.json", {"version": none}).status_code == 404


def test_the_head_tells_search_engines_and_leaves_empty_tags_out(client: Client, published: PublicationPage) -> None:
    page = html.fromstring(client.get(PAGE).content.decode())
    named = [(tag.get("name"), tag.get("content")) for tag in page.xpath("//meta[@name]")]

    assert all(content for _name, content in named)
    citation = [pair for pair in named if pair[0].startswith("citation_")]
    assert citation[:5] == [
        ("citation_title", "What libraries are </script><b>for</b>"),
        ("citation_author", "Okafor, Ada"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "von der Leyen, Ursula"),
        ("citation_author", "Office for Local Inquiry"),
    ]
    assert ("citation_publication_date", published.published_on.strftime("%Y/%m/%d")) in citation
    assert ("DC.creator", "Okafor, Ada") in named
    assert not [name for name, _content in named if name == "citation_doi"]


def test_the_data_block_is_json_that_nothing_in_it_can_end(client: Client, published: PublicationPage) -> None:
    page = html.fromstring(client.get(PAGE).content.decode())
    (block,) = page.xpath('//script[@type="application/ld+json"]')
    told: dict[str, Any] = json.loads(block.text)

    assert "<" not in block.text
    assert told["@type"] == "Report"
    assert told["name"] == "What libraries are </script><b>for</b>"
    assert told["author"][0]["@id"] == "https://orcid.org/0000-0002-1825-0097"
    assert [author["@type"] for author in told["author"]] == ["Person", "Person", "Organization"]


def test_links_in_the_answer_and_in_the_link_set_are_the_same_and_lead_somewhere(
    client: Client, published: PublicationPage
) -> None:
    shown = client.get(PAGE)
    header = links(shown["Link"])
    linkset = client.get(f"{PAGE}linkset.json")
    (about, *back) = linkset.json()["linkset"]

    in_document = {
        (target["href"], relation, target.get("type", ""))
        for relation, targets in about.items()
        if relation != "anchor"
        for target in targets
    }
    itself = {link for link in header if link[1] == "linkset"}
    assert header - itself == in_document
    assert linkset["Content-Type"] == next(iter(itself))[2] == "application/linkset+json"
    described = {(target, kind) for target, relation, kind in header if relation == "describedby"}
    assert len(described) == 4
    for target, kind in described | {(target, kind) for target, _relation, kind in itself}:
        answer = client.get(target.removeprefix("http://127.0.0.1:8000"))
        assert answer["Content-Type"].split(";")[0] == kind
    assert {one["anchor"] for one in back} == {target for target, _kind in described}
    assert ("https://orcid.org/0000-0002-1825-0097", "author", "") in header


def test_nothing_is_told_of_what_is_not_public(client: Client, published: PublicationPage, by: Actor) -> None:
    unpublish(page=published, by=by)

    asked = [f"{PAGE}{name}" for name in ("cite.bib", "cite.txt", "linkset.json", "cite.json?version=1")]
    assert {client.get(address).status_code for address in asked} == {404}


def test_the_page_says_how_to_cite_it_and_offers_the_files(client: Client, published: PublicationPage) -> None:
    page = html.fromstring(client.get(PAGE).content.decode())
    (part,) = page.xpath('//section[@aria-labelledby="cite"]')

    assert "Ada Okafor, Ursula von der Leyen and Office for Local Inquiry" in part.text_content()
    assert {link.rpartition(".")[2] for link in part.xpath(".//details//a/@href")} == {"bib", "ris", "json", "txt"}
