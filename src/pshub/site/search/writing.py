"""Writing the index: a batch of entries of one kind at a time, the same however often it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from pshub.inquiries import catalogue
from pshub.inquiries.models import Place, Topic
from pshub.site.search.engines import LONGEST_TEXT, engine
from pshub.site.search.models import IndexEntry, IndexFacet
from pshub.site.search.words import tokens, vocabulary

#: An arbitrary number that names the lock of the index among PostgreSQL's advisory locks.
_LOCK = 7_352_012
_FIELDS = (
    "url",
    "title",
    "label",
    "summary",
    "text",
    "names",
    "date",
    "published_at",
    "updated_at",
    "topics",
    "authors",
    "inquiry",
    "place",
    "picture",
    "picture_description",
)


def _one_at_a_time() -> None:
    # The words are counted from what stood there before, so two writers must not read the same “before”.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def author_value(person: catalogue.Person) -> str:
    """Return what stands for an author in addresses: the same with and without a page of their own."""
    return person.slug or slugify(person.name) or person.name[:200]


def _columns(entry: catalogue.Entry, names: Mapping[str, str], label: str) -> dict[str, Any]:
    said = [label, *(person.name for person in entry.authors)]
    said += [names.get(name, "") for name in (*(f"topic:{slug}" for slug in entry.topics), f"place:{entry.place}")]
    return {
        "url": entry.url[:500],
        "title": entry.title[:500].replace("\0", ""),
        "label": label[:100],
        # PostgreSQL keeps no such sign, which no reader sees either.
        "summary": entry.summary.replace("\0", ""),
        "text": entry.text[:LONGEST_TEXT].replace("\0", ""),
        "names": " · ".join(filter(None, said)),
        "date": entry.date,
        "published_at": entry.published_at,
        "updated_at": entry.updated_at or entry.published_at,
        "topics": list(dict.fromkeys(entry.topics)),
        "authors": [[person.name, person.slug] for person in entry.authors],
        "inquiry": entry.inquiry,
        "place": entry.place,
        "picture": entry.picture[:500],
        "picture_description": entry.picture_description[:500],
    }


def _facets(entry: catalogue.Entry) -> dict[tuple[str, str], str]:
    """Return the label of each facet value of an entry."""
    facet = IndexFacet.Facet
    found: dict[tuple[str, str], str] = {(facet.TYPE, entry.kind): ""}
    found |= {(facet.TOPIC, slug): "" for slug in entry.topics}
    found |= {(facet.AUTHOR, author_value(person)[:200]): person.name[:300] for person in entry.authors}
    if entry.place:
        found[facet.PLACE, entry.place] = ""
    if entry.date:
        found[facet.YEAR, str(entry.date.year)] = ""
    return found


def _names_of(entries: Iterable[catalogue.Entry]) -> dict[str, str]:
    topics = {slug for entry in entries for slug in entry.topics}
    places = {entry.place for entry in entries if entry.place}
    names = {f"topic:{slug}": name for slug, name in Topic.objects.filter(slug__in=topics).values_list("slug", "name")}
    return names | {
        f"place:{slug}": name for slug, name in Place.objects.filter(slug__in=places).values_list("slug", "name")
    }


def _words_of(row: IndexEntry) -> set[str]:
    return vocabulary(row.title, row.names, row.summary, row.text)


def _count_words(change: Counter[str]) -> None:
    """Add to the number of entries in which each word occurs."""
    rows = sorted((word, len(word), by) for word, by in change.items() if by)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO site_indexword (word, length, entries) VALUES (%s, %s, %s) "
            "ON CONFLICT (word) DO UPDATE SET entries = site_indexword.entries + excluded.entries",
            rows,
        )
        if any(by < 0 for _, _, by in rows):
            cursor.execute("DELETE FROM site_indexword WHERE entries <= 0")


def refresh(kind: str, keys: Collection[str]) -> int:
    """Bring the rows of some entries in step with what their area holds now; return how many were written or removed.

    What is as it was is left alone, so asking again costs a read.
    """
    source = catalogue.get(kind)
    with transaction.atomic():
        _one_at_a_time()
        told = {entry.key: entry for entry in source.entries(keys)}
        stored = {row.key: row for row in IndexEntry.objects.filter(kind=kind, key__in=keys)}
        names = _names_of(list(told.values()))
        change: Counter[str] = Counter()
        gone = [row for key, row in stored.items() if key not in told]
        written: list[tuple[IndexEntry, catalogue.Entry]] = []
        for key, entry in told.items():
            columns = _columns(entry, names, str(entry.label or source.singular))
            row = stored.get(key)
            if row is None:
                row = IndexEntry(kind=kind, key=key)
            elif all(getattr(row, name) == columns[name] for name in _FIELDS):
                continue
            else:
                change.subtract(_words_of(row))
            for name, value in columns.items():
                setattr(row, name, value)
            change.update(_words_of(row))
            written.append((row, entry))
        for row in gone:
            change.subtract(_words_of(row))
        _store([row for row, _ in written], gone)
        _store_facets(written)
        _count_words(change)
    return len(written) + len(gone)


def _store(rows: list[IndexEntry], gone: list[IndexEntry]) -> None:
    IndexEntry.objects.bulk_create([row for row in rows if row.pk is None])
    IndexEntry.objects.bulk_update([row for row in rows if not row._state.adding], _FIELDS, batch_size=20)
    full_text = engine()
    full_text.write(
        [(row.pk, [tokens(part) for part in (row.title, row.names, row.summary, row.text)]) for row in rows]
    )
    if gone:
        full_text.remove([row.pk for row in gone])
        IndexEntry.objects.filter(pk__in=[row.pk for row in gone]).delete()


def _store_facets(written: list[tuple[IndexEntry, catalogue.Entry]]) -> None:
    IndexFacet.objects.filter(entry__in=[row.pk for row, _ in written]).delete()
    IndexFacet.objects.bulk_create(
        [
            IndexFacet(entry=row, facet=facet, value=value, label=label)
            for row, entry in written
            for (facet, value), label in _facets(entry).items()
        ]
    )


def forget_kinds_but(kinds: Collection[str]) -> int:
    """Remove the rows of kinds that no area tells of any more; return how many there were."""
    with transaction.atomic():
        _one_at_a_time()
        gone = list(IndexEntry.objects.exclude(kind__in=kinds))
        change: Counter[str] = Counter()
        for row in gone:
            change.subtract(_words_of(row))
        _store([], gone)
        _count_words(change)
    return len(gone)
