"""The index follows what the areas hold, however often and in whatever order it is told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection

from pshub.delivery.models import OutboxMessage
from pshub.inquiries import actions, catalogue
from pshub.inquiries.models import Inquiry, Topic
from pshub.people.actors import Actor
from pshub.site import indexing
from pshub.site.search.models import IndexEntry, IndexFacet, IndexWord
from pshub.site.search.words import vocabulary
from support.shelf import Shelf

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def everything() -> dict[str, Any]:
    """Return all that the index holds, apart from its own keys."""
    entries = [
        {name: value for name, value in row.items() if name != "id"}
        for row in IndexEntry.objects.order_by("kind", "key").values()
    ]
    facets = sorted(IndexFacet.objects.values_list("entry__kind", "entry__key", "facet", "value", "label"))
    with connection.cursor() as cursor:
        column = "entry_id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT {column} FROM site_indextext")
        texts = {key for (key,) in cursor.fetchall()}
    assert texts == set(IndexEntry.objects.values_list("pk", flat=True)), "full text for each entry and nothing else"
    return {"entries": entries, "facets": facets, "words": dict(IndexWord.objects.values_list("word", "entries"))}


def test_refreshing_again_changes_nothing_and_what_goes_leaves_nothing(shelf: Shelf) -> None:
    before = everything()
    shelf.put("1", "A library of things", summary="Borrow a drill", date=date(2024, 5, 1), topics=("libraries",))
    shelf.put("2", "Another library", text="Ladders and drills", authors=(catalogue.Person("Ada Obi", "ada"),))
    shelf.refresh("1", "2")
    filled = everything()
    shelf.refresh("2", "1", "none-such")
    indexing.rebuild()
    assert everything() == filled
    assert filled["words"]["library"] == 2
    shelf.put("1", "A shed of things", summary="Borrow a drill", date=date(2024, 5, 1), topics=("libraries",))
    shelf.refresh("1")
    assert everything()["words"]["library"] == 1
    del shelf.entries["1"], shelf.entries["2"]
    shelf.refresh("1", "2")
    assert everything() == before


def test_the_words_are_counted_as_they_stand_in_the_entries(shelf: Shelf) -> None:
    for number in range(60):
        shelf.put(str(number), f"Title {number} of {'pears' if number % 3 else 'plums'}", text="word " * (number % 4))
    shelf.refresh()
    shelf.put("7", "Quinces, gôod ones", text="")
    shelf.refresh("7")
    counted: Counter[str] = Counter()
    for row in IndexEntry.objects.all():
        counted.update(vocabulary(row.title, row.names, row.summary, row.text))
    assert everything()["words"] == dict(counted)


def test_actions_tell_and_the_worker_writes(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        topic = actions.create_topic(name="Libraries", slug="libraries", by=SYSTEM)
        place = actions.create_place(name="Millbeck", slug="millbeck", by=SYSTEM)
        inquiry = actions.create_inquiry(
            title="What is a library for?", slug="library", question="?", place=place, topics=[topic], by=SYSTEM
        )
    row = IndexEntry.objects.get(kind="inquiry")
    assert (row.title, row.url, row.topics, row.place) == (
        "What is a library for?",
        "/inquiries/library/",
        ["libraries"],
        "millbeck",
    )
    assert "Millbeck" in row.names
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_topic(topic=topic, name="Reading rooms", by=SYSTEM)
    assert "Reading rooms" in IndexEntry.objects.get(kind="inquiry").names
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_inquiry(inquiry=inquiry, public=False, by=SYSTEM)
    assert not IndexEntry.objects.filter(kind="inquiry").exists()
    assert not OutboxMessage.objects.filter(topic__startswith="catalogue.").exclude(state="done").exists()


def test_a_topic_that_goes_leaves_no_trace_and_one_in_use_is_merged_into_another(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        old = actions.create_topic(name="Bookrooms", slug="bookrooms", by=SYSTEM)
        new = actions.create_topic(name="Libraries", slug="libraries", by=SYSTEM)
        for slug, topics in (("a", [old]), ("b", [old, new])):
            actions.create_inquiry(title=slug, slug=slug, question="?", topics=topics, by=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        actions.merge_topics(topic=old, into=new, by=SYSTEM)
    assert [list(inquiry.topics.all()) for inquiry in Inquiry.objects.all()] == [[new], [new]]
    assert set(IndexFacet.objects.filter(facet="topic").values_list("value", flat=True)) == {"libraries"}
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_topic(topic=new, by=SYSTEM)
    assert not Topic.objects.exists()
    assert not IndexFacet.objects.filter(facet="topic").exists()
