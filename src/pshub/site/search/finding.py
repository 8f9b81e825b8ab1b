"""Finding entries: those that match, best first, a page at a time, and how many there are of each facet value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from pshub.inquiries import catalogue
from pshub.site.search.engines import Sql, engine
from pshub.site.search.models import IndexEntry, IndexFacet
from pshub.site.search.queries import Query

#: Facet -> values of which an entry must have at least one. Facets that are not named narrow nothing.
Chosen = Mapping[str, Sequence[str]]
FACETS: tuple[str, ...] = tuple(IndexFacet.Facet.values)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found.

    Attributes
    ----------
    entries
        Those on the page, best first; among those that match about equally well the newest first.
    total
        How many there are on all pages.
    counts
        Facet -> value -> how many there would be if it alone were chosen in its facet, the others as they are.
    """

    entries: list[IndexEntry] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def _hits(query: Query, *, any_word: bool, scored: bool) -> Sql:
    if not query:
        return "SELECT id, 1.0 AS score FROM site_indexentry", []
    hits, parameters = engine().hits(query, any_word=any_word, scored=scored)
    if not scored:
        return hits, parameters
    lighter = {source.kind: source.weight for source in catalogue.registered() if source.weight != 1.0}
    if not lighter:
        return hits, parameters
    # The few kinds that count less are found by their facet: the rows of entries are long.
    weights = " ".join("WHEN %s THEN %s" for _ in lighter)
    marks = ", ".join(["%s"] * len(lighter))
    return (
        f"SELECT raw.id, raw.score * CASE light.value {weights} ELSE 1.0 END AS score FROM ({hits}) AS raw "  # noqa: S608
        f"LEFT JOIN site_indexfacet AS light ON light.entry_id = raw.id AND light.facet = 'type' "
        f"AND light.value IN ({marks})",
        [*(part for pair in lighter.items() for part in pair), *parameters, *lighter],
    )


def _narrowed(chosen: Chosen, *, but: str = "", entry: str) -> Sql:
    """Return the condition that an entry has a chosen value of each facet but one."""
    conditions: list[str] = []
    parameters: list[str | int | float] = []
    for facet in FACETS:
        values = chosen.get(facet)
        if values and facet != but:
            marks = ", ".join(["%s"] * len(values))
            conditions.append(
                f"{entry} IN (SELECT entry_id FROM site_indexfacet WHERE facet = %s AND value IN ({marks}))"  # noqa: S608
            )
            parameters += [facet, *values]
    return " AND ".join(conditions) or "1 = 1", parameters


def _page(hits: Sql, chosen: Chosen, start: int, size: int) -> tuple[list[int], int]:
    """Return the keys of the entries on a page, in order, and how many there are in all."""
    condition, values = _narrowed(chosen, entry="hits.id")
    # Scores within a tenth of the best are about equal: then the newer one is more likely meant.
    statement = (
        f"WITH hits AS MATERIALIZED ({hits[0]}), best AS (SELECT max(score) AS score FROM hits), "  # noqa: S608
        f"kept AS MATERIALIZED (SELECT id, score FROM hits WHERE {condition}) "
        "SELECT entry.id, (SELECT count(*) FROM kept) FROM kept JOIN site_indexentry AS entry ON entry.id = kept.id "
        "ORDER BY floor(10.0 * kept.score / nullif((SELECT score FROM best), 0)) DESC, "
        "entry.date IS NULL, entry.date DESC, entry.id DESC LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*hits[1], *values, size, start])
        rows = cursor.fetchall()
        if not rows and start:
            cursor.execute(
                f"WITH hits AS MATERIALIZED ({hits[0]}) SELECT count(*) FROM hits WHERE {condition}",  # noqa: S608
                [*hits[1], *values],
            )
            return [], int(cursor.fetchone()[0])
    return [row[0] for row in rows], int(rows[0][1]) if rows else 0


def _counts(hits: Sql, chosen: Chosen) -> dict[str, dict[str, int]]:
    """Return how many entries there are of each value, in one statement."""
    chosen_in = [facet for facet in FACETS if chosen.get(facet)]
    parts, parameters = [], list(hits[1])
    # Facets in which nothing is chosen are narrowed by the same choices, so they are counted together.
    for facets, but in ([[facet for facet in FACETS if facet not in chosen_in], ""], *([[f], f] for f in chosen_in)):
        if facets:
            condition, values = _narrowed(chosen, but=str(but), entry="hits.id")
            marks = ", ".join(["%s"] * len(facets))
            parts.append(
                "SELECT facets.facet, facets.value, count(*) FROM hits "  # noqa: S608
                "JOIN site_indexfacet AS facets ON facets.entry_id = hits.id "
                f"WHERE facets.facet IN ({marks}) AND {condition} GROUP BY facets.facet, facets.value"
            )
            parameters += [*facets, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH hits AS MATERIALIZED ({hits[0]}) {' UNION ALL '.join(parts)}", parameters)
        counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        for facet, value, number in cursor.fetchall():
            counts[facet][value] = int(number)
    return counts


def find(query: Query, chosen: Chosen, *, start: int = 0, size: int = 10, any_word: bool = False) -> Found:
    """Return a page of the entries that match.

    Parameters
    ----------
    query
        What is looked for; where it is empty, everything is found, the newest first.
    any_word
        Whether one of the words is enough.
    """
    keys, total = _page(_hits(query, any_word=any_word, scored=True), chosen, start, size)
    rows = IndexEntry.objects.in_bulk(keys)
    # Counting needs no scores, which cost as much as finding.
    counts = _counts(_hits(query, any_word=any_word, scored=False), chosen)
    return Found([rows[key] for key in keys], total, counts)
