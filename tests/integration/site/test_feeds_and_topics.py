"""Feeds and topic pages, which read the index alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from pshub.inquiries import actions
from pshub.inquiries.catalogue import Person
from pshub.people.actors import Actor
from support.shelf import Shelf

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
FORMS = ("rss", "atom", "json")
THEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def news(shelf: Shelf) -> Shelf:
    """Five things, of which one is not public yet, one never goes into feeds, and one has odd letters in it."""
    actions.create_topic(name="Libraries & reading", slug="libraries", by=SYSTEM)
    actions.create_inquiry(title="What is a library for?", slug="library", question="?", by=SYSTEM)
    shelf.put(
        "1",
        "First & <best>",
        label="Report",
        summary="What <b>we</b> found & why",
        published_at=THEN,
        updated_at=THEN + timedelta(days=2),
        topics=("libraries",),
        authors=(Person("Ada Obi", "ada-obi"), Person("Bo Li")),
        inquiry="library",
        picture="/media/cover.png",
    )
    shelf.put("2", "Second", published_at=THEN + timedelta(days=1), topics=("libraries",))
    shelf.put("3", "Of tomorrow", published_at=timezone.now() + timedelta(days=1))
    shelf.put("4", "Never in feeds", date=date(2026, 1, 1))
    shelf.put("5", "Bell \a and null \0 and \x1b", published_at=THEN - timedelta(days=1))
    shelf.refresh()
    return shelf


def read(client: Client, address: str) -> list[dict[str, object]]:
    """Return what a feed says, as the same few facts whatever its form; a feed that is not valid fails."""
    response = client.get(address)
    assert response.status_code == 200, address
    if address.endswith(".json"):
        said = json.loads(response.content)
        assert said["version"] == "https://jsonfeed.org/version/1.1"
        assert {"title", "feed_url", "home_page_url", "items"} <= set(said)
        assert all(isinstance(item["id"], str) and ("content_text" in item) for item in said["items"])
        return [
            {
                "id": item["id"],
                "url": item["url"],
                "title": item["title"],
                "authors": [author["name"] for author in item.get("authors", [])],
                "tags": item.get("tags", []),
                "published": datetime.fromisoformat(item["date_published"]),
                "picture": item.get("image", ""),
            }
            for item in said["items"]
        ]
    etree.fromstring(response.content)
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    assert any(link["rel"] == "self" and link["href"].endswith(address) for link in parsed.feed.links)
    return [
        {
            "id": item.id,
            "url": item.link,
            "title": item.title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
            "authors": [author["name"] for author in item.get("authors", []) if author.get("name")],
            "tags": [tag["term"] for tag in item.get("tags", [])],
            "published": datetime(*item.published_parsed[:6], tzinfo=UTC),
            "picture": next((one["href"] for one in item.get("enclosures", [])), ""),
        }
        for item in parsed.entries
    ]


def test_the_three_forms_say_the_same(client: Client, news: Shelf) -> None:
    rss, atom, said = (read(client, f"/feed.{form}") for form in FORMS)
    titles = [item["title"] for item in said]
    assert titles[-3:] == ["Second", "First & <best>", "Bell  and null  and "]
    assert [item["title"] for item in said if item["title"] in {"Of tomorrow", "Never in feeds"}] == []
    for other in (rss, atom):
        for one, two in zip(other, said, strict=True):
            assert {name: value for name, value in one.items() if name not in {"authors", "title"}} == {
                name: value for name, value in two.items() if name not in {"authors", "title"}
            }
    first = next(item for item in atom if item["title"] == "First & <best>")
    assert first["authors"] == ["Ada Obi", "Bo Li"]
    assert first["tags"] == ["Report", "Libraries & reading"]
    assert str(first["url"]).startswith("http")
    assert str(first["id"]).startswith("tag:")


@pytest.mark.parametrize("form", FORMS)
def test_feeds_of_a_topic_and_an_inquiry_hold_theirs_alone(client: Client, news: Shelf, form: str) -> None:
    assert [item["title"] for item in read(client, f"/topics/libraries/feed.{form}")] == ["Second", "First & <best>"]
    assert [item["title"] for item in read(client, f"/inquiries/library/feed.{form}")] == ["First & <best>"]
    assert client.get(f"/topics/none-such/feed.{form}").status_code == 404
    assert client.get(f"/inquiries/none-such/feed.{form}").status_code == 404
    assert client.get(f"/people/none-such/feed.{form}").status_code == 404
    assert client.get(f"/topics/libraries/feed.{form}x").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, news: Shelf, form: str) -> None:
    first = client.get(f"/feed.{form}")
    assert client.get(f"/feed.{form}").content == first.content
    assert client.get(f"/feed.{form}", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(f"/feed.{form}", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    identities = {item["id"] for item in read(client, f"/feed.{form}")}
    news.put("1", "First, moved", url="/elsewhere/", published_at=THEN, updated_at=timezone.now())
    news.refresh("1")
    changed = client.get(f"/feed.{form}", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert {item["id"] for item in read(client, f"/feed.{form}")} == identities


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    for form in FORMS:
        assert read(client, f"/feed.{form}") == []
        assert client.get(f"/feed.{form}").content == client.get(f"/feed.{form}").content


def test_pages_lead_to_their_feeds(client: Client, news: Shelf) -> None:
    for page, base in (
        ("/", "/"),
        ("/topics/libraries/", "/topics/libraries/"),
        ("/inquiries/library/", "/inquiries/library/"),
    ):
        text = client.get(page).content.decode()
        for form in FORMS:
            assert f'href="{base}feed.{form}"' in text


def test_a_topic_page_gathers_all_there_is_on_it(client: Client, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    topic = actions.create_topic(name="Libraries", slug="libraries", by=SYSTEM)
    actions.create_topic(name="Parks", slug="parks", by=SYSTEM)
    today = timezone.localdate()
    rows = [
        ("publication", "A report", today - timedelta(days=3), ("libraries",)),
        ("publication", "About parks", today, ("parks",)),
        ("event", "Past event", today - timedelta(days=1), ("libraries",)),
        ("event", "Later event", today + timedelta(days=9), ("libraries",)),
        ("event", "Next event", today + timedelta(days=2), ("libraries", "parks")),
        ("news", "Good news", today, ("libraries",)),
    ]
    from pshub.site.search.models import IndexEntry, IndexFacet

    for number, (kind, title, day, topics) in enumerate(rows):
        row = IndexEntry.objects.create(
            kind=kind, key=f"t{number}", url=f"/t{number}/", title=title, date=day, topics=topics
        )
        for slug in topics:
            IndexFacet.objects.create(entry=row, facet="topic", value=slug)
    text = client.get("/topics/libraries/").content.decode()
    shown = [title for _, title, _, _ in rows if title in text]
    assert shown == ["A report", "Later event", "Next event", "Good news"]
    assert text.index("Next event") < text.index("Later event")
    with CaptureQueriesContext(connection) as queries:
        client.get("/topics/libraries/")
    assert len(queries) < 15
    listed = client.get("/topics/").content.decode()
    assert "5 pages" in listed
    assert "2 pages" in listed
    assert client.get("/topics/none-such/").status_code == 404
    actions.delete_topic(topic=topic, by=SYSTEM)
    assert client.get("/topics/libraries/").status_code == 404
