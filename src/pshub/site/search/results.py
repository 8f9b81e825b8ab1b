"""A search from what was typed to what is shown, near matches included."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from pshub.site.search import spelling
from pshub.site.search.finding import Chosen, Found, find
from pshub.site.search.models import IndexEntry
from pshub.site.search.queries import Query
from pshub.site.search.snippets import marked, passage

ON_A_PAGE = 10
#: Further on nobody reads; the facets narrow what is found.
MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Result:
    """An entry as a list of results shows it."""

    entry: IndexEntry
    title: SafeString
    text: SafeString
    kind: str | Promise


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search says.

    Attributes
    ----------
    near
        Why these are not quite what was asked for: ``spelling`` (near spellings were looked for) or ``any-word``
        (nothing holds all the words); empty where they are.
    suggestion
        What may have been meant, to be searched for instead; empty where there is none.
    """

    query: Query
    found: Found
    results: list[Result]
    pages: PaginatorPage[int]
    near: str = ""
    suggestion: str = ""


def _shown(entry: IndexEntry, words: list[str]) -> Result:
    return Result(entry, marked(entry.title, words), passage([entry.summary, entry.text], words), entry.label)


def answer(query: Query, chosen: Chosen, *, number: int = 1) -> Answer:
    """Return a page of results.

    Where nothing holds what was asked for, near spellings of words that do not occur are looked for, and where there
    are none either, entries that hold any of the words.
    """
    number = max(1, min(number, MOST_PAGES))
    start = (number - 1) * ON_A_PAGE
    found = find(query, chosen, start=start, size=ON_A_PAGE)
    near, suggestion, shown = "", "", query
    if query.wanted:
        spellings = spelling.near_spellings(query)
        suggestion = spelling.corrected(query, spellings)
        if not found.total and spellings:
            shown = query.widened(spellings)
            found, near = find(shown, chosen, start=start, size=ON_A_PAGE), "spelling"
        if not found.total and len(query.wanted) > 1:
            found, near = find(shown, chosen, start=start, size=ON_A_PAGE, any_word=True), "any-word"
        if not found.total:
            near = ""
    pages = Paginator(range(min(found.total, MOST_PAGES * ON_A_PAGE)), ON_A_PAGE).get_page(number)
    words = shown.words
    results = [_shown(entry, words) for entry in found.entries]
    return Answer(query, found, results, pages, near=near, suggestion=suggestion)
