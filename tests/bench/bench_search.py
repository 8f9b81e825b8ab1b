"""Searching 5,000 publications, 2,000 events and as much besides. Run by ``make bench``."""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pshub.inquiries import catalogue
from pshub.site import indexing
from pshub.site.search.models import IndexEntry

PUBLICATIONS, EVENTS = 5_000, 2_000
WORDS_IN_A_PUBLICATION = 1_500
VOCABULARY = 12_000
ROUNDS = 5


class Made:
    """A source of made-up entries with words in about the proportions of a language."""

    def __init__(self, kind: str, number: int, words: int) -> None:
        chance = random.Random(kind)
        letters = "aeioulnrstdmcpbg"
        vocabulary = ["".join(chance.choices(letters, k=chance.randrange(3, 11))) for _ in range(VOCABULARY)]
        common = [1 / (rank + 2) for rank in range(VOCABULARY)]
        self.entries = {}
        for key in map(str, range(number)):
            said = chance.choices(vocabulary, common, k=words)
            # Some words of our own, in a known share of the entries.
            said[5:5] = ["library"] * (chance.random() < 0.6) + ["council"] * (chance.random() < 0.3)
            self.entries[key] = catalogue.Entry(
                kind=kind,
                key=key,
                title=" ".join(["On", *said[:6]]),
                url=f"/{kind}/{key}/",
                summary=" ".join(said[6:40]),
                text=" ".join(said),
                date=date(2010, 1, 1) + timedelta(days=chance.randrange(6000)),
                topics=tuple(chance.sample([f"topic-{n}" for n in range(20)], 2)),
                authors=tuple(catalogue.Person(f"Author {chance.randrange(300)}") for _ in range(2)),
                place=f"place-{chance.randrange(30)}",
            )

    def source(self, keys: Collection[str] | None) -> Iterator[catalogue.Entry]:
        return (self.entries[key] for key in (self.entries if keys is None else keys) if key in self.entries)


SEARCHES = {
    "a word in most, two facets": "q=library&type=publication&topic=topic-3",
    "two words, two facets": "q=library+council&topic=topic-3&topic=topic-5&year=2015&year=2016",
    "a word in most, nothing chosen": "q=library",
    "a phrase and a word left out": "q=%22library+council%22+-topic",
    "misspelt, two facets": "q=libary+concil&type=event&topic=topic-1",
    "facets alone": "type=event&place=place-4",
    "page 40": "q=library&page=40",
}


@pytest.mark.django_db
def test_searches_with_facets(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {}
    for kind, number, words in (("publication", PUBLICATIONS, WORDS_IN_A_PUBLICATION), ("event", EVENTS, 200)):
        sources[kind] = catalogue.Source(kind, kind, kind, Made(kind, number, words).source)
    for kind in list(catalogue._sources):
        monkeypatch.delitem(catalogue._sources, kind)
    for kind, source in sources.items():
        monkeypatch.setitem(catalogue._sources, kind, source)
    monkeypatch.setattr("pshub.people.limits.allow", lambda *_args, **_kwargs: True)
    started = time.perf_counter()
    indexing.rebuild()
    spent = time.perf_counter() - started
    assert IndexEntry.objects.count() == PUBLICATIONS + EVENTS
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"\n{connection.vendor}: {PUBLICATIONS + EVENTS:,} entries indexed in {spent:.1f} s")
    print("     p50      p95      cpu  queries   found  search (times in ms; cpu is this process alone)")
    client = Client()
    for name, address in SEARCHES.items():
        times, worked = [], time.process_time()
        for _ in range(ROUNDS * 4):
            start = time.perf_counter()
            response = client.get(f"/search/?{address}")
            times.append(1000 * (time.perf_counter() - start))
            assert response.status_code == 200
        worked = 1000 * (time.process_time() - worked) / len(times)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/search/?{address}")
        times.sort()
        found = response.context["answer"].found.total
        print(f"{times[len(times) // 2]:7.1f}  {times[-2]:7.1f}  {worked:7.1f}  {len(queries):7d}  {found:6,d}  {name}")
        urls = [result.entry.url for result in response.context["answer"].results]
        assert len(urls) == len(set(urls))
