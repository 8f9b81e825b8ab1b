"""Searching: the right things, each once, counted as they are, whatever is typed."""

from __future__ import annotations

import itertools
import random
import re
from datetime import date
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from pshub.inquiries.catalogue import Person
from pshub.site.search.finding import find
from pshub.site.search.queries import read
from pshub.site.search.results import answer
from support.shelf import Shelf

pytestmark = pytest.mark.django_db
KINDS_OF_FRUIT = ("pears", "plums", "quinces")


def keys(typed: str, **chosen: list[str]) -> list[str]:
    return [entry.key for entry in find(read(typed), chosen, size=500).entries]


@pytest.fixture
def orchard(shelf: Shelf) -> Shelf:
    """Sixty entries over three words, four topics, three years and two authors."""
    chance = random.Random(5)
    for number in range(60):
        fruit = chance.choice(KINDS_OF_FRUIT)
        shelf.put(
            str(number),
            f"Entry {number} about {fruit}",
            summary="An orchard in Millbeck",
            text="ladders and baskets" if number % 2 else "ladders",
            date=date(2020 + number % 3, 1 + number % 12, 1),
            topics=tuple(sorted(chance.sample(["trees", "tools", "markets", "people"], chance.randrange(3)))),
            authors=(Person("Ada Obi", "ada-obi"),) if number % 4 else (Person("Bo Li"), Person("Ada Obi")),
        )
    shelf.refresh()
    return shelf


def test_counts_of_facets_are_what_choosing_them_finds(orchard: Shelf) -> None:
    """Held against the entries themselves, for words, one facet, two values of it, and two facets."""
    entries = orchard.entries
    choices = [
        {},
        {"topic": ["trees"]},
        {"topic": ["trees", "tools"]},
        {"topic": ["markets"], "year": ["2021"]},
        {"year": ["2020", "2022"], "author": ["bo-li"]},
    ]
    for typed, chosen in itertools.product(("", "pears", "quinces -baskets"), choices):

        def fits(key: str, chosen: dict[str, list[str]] = chosen, typed: str = typed) -> bool:
            entry = entries[key]
            words = typed.split()
            return (
                (not words or words[0] in entry.title)
                and ("-baskets" not in words or "baskets" not in entry.text)
                and (not chosen.get("topic") or bool({*chosen["topic"]} & {*entry.topics}))
                and (not chosen.get("year") or (entry.date is not None and str(entry.date.year) in chosen["year"]))
                and (not chosen.get("author") or "bo-li" not in chosen["author"] or len(entry.authors) == 2)
            )

        expected = {key for key in entries if fits(key)}
        found = find(read(typed), chosen, size=500)
        assert {entry.key for entry in found.entries} == expected
        assert len(found.entries) == found.total == len(expected)
        for facet, counts in found.counts.items():
            others = {name: values for name, values in chosen.items() if name != facet}
            for value, count in counts.items():
                assert count == len(keys(typed, **others, **{facet: [value]})) > 0, (typed, chosen, facet, value)


def test_pages_hold_everything_once_and_the_newest_of_equals_first(orchard: Shelf) -> None:
    query = read("ladders")
    paged = [entry.key for start in range(0, 70, 7) for entry in find(query, {}, start=start, size=7).entries]
    assert sorted(paged) == sorted(orchard.entries)
    assert paged == keys("ladders")
    newest_first = sorted(orchard.entries.values(), key=lambda entry: str(entry.date), reverse=True)
    assert [orchard.entries[key].date for key in keys("")] == [entry.date for entry in newest_first]
    orchard.put("title", "Ladders", date=date(2001, 1, 1))
    orchard.refresh("title")
    assert keys("ladders")[0] == "title", "what is about it comes before what names it"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("library", {"a", "b"}),
        ("libraries", {"a", "b"}),
        ("LIBRARY'S", {"c"}),
        ("cafe", {"a"}),
        ("Café", {"a"}),
        ('"reading rooms"', {"a"}),
        ("“rooms reading”", set()),
        ("rooms reading", {"a", "b"}),
        ("library -cafe", {"b"}),
        ("-library -library's", set()),
        ("-cafe", {"b", "c"}),
        ("the", {"a", "b"}),
        ("obi", {"b"}),
        ("2031", {"b"}),
        ("self-service", {"b"}),
        ('"self service"', {"b"}),
        ("serve-self", set()),
    ],
)
def test_what_is_found(shelf: Shelf, typed: str, expected: set[str]) -> None:
    shelf.put("a", "Libraries with a café", text="The reading rooms are full")
    shelf.put(
        "b", "A library of things", text="Rooms for reading: the self-service of 2031", authors=(Person("Ada Obi"),)
    )
    shelf.put("c", "The Library's", text="")
    shelf.refresh()
    if typed in {"library", "libraries"}:
        expected = expected | {"c"}
    if typed == "the":
        expected = expected | {"c"}
    if typed == "library -cafe":
        expected = expected | {"c"}
    assert set(keys(typed)) == expected


ODD = [
    "AND",
    "OR NOT",
    'a"b',
    '"',
    '""',
    '"unended phrase',
    "*",
    "lib*",
    "title:x",
    "(",
    "-",
    "--x",
    "- -",
    "NEAR(a b)",
    "a\0b",
    "\0",
    "🦔",
    "🦔🦔 hedgehog",
    "%s %d %%",
    "'; DROP TABLE site_indexentry; --",
    "ﬁ ß İ Å",
    "日本語",
    "x" * 5000,
    "a " * 500,
    "<script>alert(1)</script>",
    "\u202eevil\ud800",
    "&amp;",
    "e\u0301",
]


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_is_an_error(client: Client, orchard: Shelf, typed: str) -> None:
    said = quote_from_bytes(typed.encode("utf-8", "surrogatepass"))
    response = client.get(f"/search/?q={said}&page={said}&topic={said}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_slip_is_forgiven_and_the_right_word_offered(client: Client, orchard: Shelf) -> None:
    found = answer(read("quincse"), {})
    assert (found.near, found.suggestion) == ("spelling", "quinces")
    assert {result.entry.key for result in found.results} <= set(keys("quinces"))
    assert found.found.total == len(keys("quinces"))
    text = client.get("/search/", {"q": "quincse -bakset"}).content.decode()
    assert 'href="?q=quinces%20-bakset"' in text
    assert answer(read("quinces submarine"), {}).near == "any-word"
    nothing = answer(read("submarine"), {})
    assert (nothing.found.total, nothing.near, nothing.suggestion) == (0, "", "")


def test_words_are_marked_and_nothing_else_is_markup(client: Client, shelf: Shelf) -> None:
    long = "word " * 400
    shelf.put("a", "Bread & <b>butter</b>", text=f"{long} the naïve <img src=x> Baker’s loaves {long}")
    shelf.refresh()
    text = client.get("/search/", {"q": "butter naive loaf baker"}).content.decode()
    results = text[text.index("psh-results") :]
    assert "Bread &amp; &lt;b&gt;<mark>butter</mark>&lt;/b&gt;" in results
    assert "<mark>naïve</mark> &lt;img src=x&gt; <mark>Baker</mark>" in results
    shown = re.search(r'psh-list__text">(.*?)</p>', results, re.S)
    assert shown is not None
    assert len(strip_tags(shown[1])) < 300


def test_a_search_asks_the_same_few_questions_whatever_it_finds(client: Client, orchard: Shelf) -> None:
    asked = []
    for parameters in ({"q": "pears"}, {"q": "ladders", "topic": ["trees", "tools"], "year": ["2021"]}):
        client.get("/search/", parameters)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/search/", parameters).status_code == 200
        asked.append(len(queries))
    assert max(asked) < 12


def test_searching_too_often_is_slowed_down_and_told_so(client: Client, settings: object, shelf: Shelf) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": (2, 60)}  # type: ignore[attr-defined]
    codes = [client.get("/search/", {"q": "x"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
