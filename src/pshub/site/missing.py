"""What may have been meant by an address that leads nowhere: pages that have its words."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest

from pshub.people.limits import allow
from pshub.site.search.models import IndexEntry
from pshub.site.search.queries import read
from pshub.site.search.results import answer
from pshub.site.search.words import vocabulary

SHOWN = 5
#: Words of addresses that say nothing of what is there.
EMPTY = frozenset({"html", "index", "page", "php", "www", "asp", "aspx", "htm", "the", "and", "for", "static", "media"})


def words_of(path: str) -> str:
    """Return the words of an address, the last part's first: they say most."""
    found: dict[str, None] = {}
    for part in reversed(path.split("/")):
        for word in sorted(vocabulary(part), key=part.lower().find):
            if word not in EMPTY:
                found[word] = None
    return " ".join(list(found)[:6])


def suggestions(request: HttpRequest) -> tuple[str, list[IndexEntry]]:
    """Return the words of the address, and a few pages that have them; none where nothing is near.

    Programs that try addresses by the thousand soon get none: what a network may search counts here too.
    """
    words = words_of(request.path)
    if not words or request.method not in {"GET", "HEAD"} or not allow(request, "search"):
        return words, []
    try:
        return words, [result.entry for result in answer(read(words), {}).results[:SHOWN]]
    except DatabaseError:
        return words, []
