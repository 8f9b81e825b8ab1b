"""What the public site holds, told by each area in one form: search, feeds, topic pages and newsletters read it.

An area announces a source from ``AppConfig.ready()`` and, whenever something of its own changes or goes, says so inside
the transaction of the change::

    catalogue.register(Source("news", _("News item"), _("News"), entries=news_entries))
    catalogue.changed("news", str(page.pk))

What is kept for searching is written by the worker afterwards; nothing here needs to know by whom.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

from pshub.delivery import outbox

#: The outbox topic of a change; whoever keeps the index handles it.
REFRESH = "catalogue.refresh"
#: The outbox topic of a topic, place, person or inquiry that goes by another name.
RENAMED = "catalogue.renamed"
#: Keys that one message names: what is queued stays small, however much changes at once.
AT_ONCE = 500

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named on an entry, with the address of their page where they have one."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that everybody may read.

    Attributes
    ----------
    kind, key
        The source, and what tells this entry from others of it.
    url
        Path on this site.
    label
        What it is in words, such as "Report"; empty takes the source's own word.
    summary, text
        A few sentences; and all other words of it, as plain text, for searching.
    date
        What lists are sorted by: when it was published, or when it happens.
    published_at
        When it went public, for feeds; None keeps it out of feeds.
    updated_at
        When it last changed in a way that readers should hear of.
    topics, inquiry, place
        Slugs.
    picture
        Address of a small picture.
    """

    kind: str
    key: str
    title: str
    url: str
    label: str = ""
    summary: str = ""
    text: str = ""
    date: date | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    topics: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()
    inquiry: str = ""
    place: str = ""
    picture: str = ""
    picture_description: str = ""


#: Given keys, the entries of those that are public now; given None, of all. In bulk: no queries for each row.
Entries = Callable[[Collection[str] | None], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of thing that the site holds: its name, in words, and where its entries come from."""

    kind: str
    singular: Words
    plural: Words
    entries: Entries
    order: int = 100
    #: How much a match counts in search beside those of other kinds: less where there are many short ones.
    weight: float = 1.0


class UnknownSource(LookupError):
    """No area announced a source of that kind."""

    code = "unknown-source"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"no catalogue source {kind!r} is installed")


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Announce a source."""
    _sources[source.kind] = source


def get(kind: str) -> Source:
    """Return the source of a kind, or raise `UnknownSource`."""
    try:
        return _sources[kind]
    except KeyError:
        raise UnknownSource(kind) from None


def registered() -> list[Source]:
    """Return all sources in their order."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def changed(kind: str, *keys: str) -> None:
    """Say, inside the transaction of a change, that some entries are new, different or gone."""
    get(kind)
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        outbox.enqueue(REFRESH, {"kind": kind, "keys": some}, key=f"{REFRESH}:{uuid.uuid4()}")


def renamed(facet: Literal["topic", "place", "author", "inquiry"], value: str) -> None:
    """Say, inside the transaction of a change, that something which entries bear goes by another name, or is gone.

    `value` is the slug it had until now: all entries that bear it are read anew.
    """
    outbox.enqueue(RENAMED, {"facet": facet, "value": value}, key=f"{RENAMED}:{uuid.uuid4()}")
