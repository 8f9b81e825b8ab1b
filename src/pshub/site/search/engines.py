"""Full text on each of the two databases: one table of words beside the index, filled and asked in the same way.

Both reduce words to their stems with the rules for English, know no stop words, and are given text that
`pshub.site.search.words.tokens` has folded, so that they find the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from pshub.site.search.queries import Query

TABLE = "site_indextext"
#: What is indexed, in the order of the columns, and how much a word counts there.
PARTS = ("title", "names", "summary", "text")
#: A lexeme vector of PostgreSQL's holds a megabyte at most.
LONGEST_TEXT = 400_000

Sql = tuple[str, list[str | int | float]]
Row = tuple[int, Sequence[str]]


class Engine(Protocol):
    """What a database does for searching."""

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the words of entries, given as key and folded parts; words kept of them before are replaced."""

    def remove(self, keys: Sequence[int]) -> None:
        """Forget the words of entries."""

    def hits(self, query: Query, *, any_word: bool = False, scored: bool = True) -> Sql:
        """Return SQL that selects ``id`` and ``score`` of the entries that match, the higher the better.

        Where `scored` is false all scores are the same, which is quicker.
        """


def _everything_but(excluded: str, parameters: list[str | int | float]) -> Sql:
    return f"SELECT id, 1.0 AS score FROM site_indexentry WHERE id NOT IN ({excluded})", parameters  # noqa: S608


class SqliteEngine:
    """FTS5."""

    WEIGHTS = "10.0, 2.0, 4.0, 1.0"

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the words of entries."""
        self.remove([key for key, _ in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, title, names, summary, text) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
                [(key, *parts) for key, parts in rows],
            )

    def remove(self, keys: Sequence[int]) -> None:
        """Forget the words of entries."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(key,) for key in keys])  # noqa: S608

    def hits(self, query: Query, *, any_word: bool = False, scored: bool = True) -> Sql:
        """Return SQL that selects the entries that match."""
        without = " OR ".join(f'"{phrase}"' for phrase in query.without)
        if not query.wanted:
            found = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
            return _everything_but(found, [without])
        groups = ["(" + " OR ".join(f'"{choice}"' for choice in choices) + ")" for choices in query.wanted]
        match = (" OR " if any_word else " AND ").join(groups)
        if without:
            match = f"({match}) NOT ({without})"
        score = f"-bm25({TABLE}, {self.WEIGHTS})" if scored else "1.0"
        return f"SELECT rowid AS id, {score} AS score FROM {TABLE} WHERE {TABLE} MATCH %s", [match]  # noqa: S608


class PostgresEngine:
    """A column of lexemes with an index over it."""

    WEIGHTS = "{0.1, 0.4, 0.2, 1.0}"

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the words of entries."""
        vector = " || ".join(f"setweight(to_tsvector('pshub', %s), '{weight}')" for weight in "ABCD")
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (entry_id, words) VALUES (%s, {vector}) "  # noqa: S608
                "ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words",
                [(key, *parts) for key, parts in rows],
            )

    def remove(self, keys: Sequence[int]) -> None:
        """Forget the words of entries."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE entry_id = ANY(%s)", [list(keys)])  # noqa: S608

    def hits(self, query: Query, *, any_word: bool = False, scored: bool = True) -> Sql:
        """Return SQL that selects the entries that match."""
        phrase = "phraseto_tsquery('pshub', %s)"
        without = " || ".join(phrase for _ in query.without)
        if not query.wanted:
            found = f"SELECT entry_id FROM {TABLE} WHERE words @@ ({without})"  # noqa: S608
            return _everything_but(found, list(query.without))
        groups = ["(" + " || ".join(phrase for _ in choices) + ")" for choices in query.wanted]
        match = (" || " if any_word else " && ").join(groups)
        parameters: list[str | int | float] = [choice for choices in query.wanted for choice in choices]
        if without:
            match = f"({match}) && !!({without})"
            parameters += query.without
        score = f"ts_rank_cd('{self.WEIGHTS}', words, asked)" if scored else "1.0"
        return (
            f"SELECT entry_id AS id, {score} AS score "  # noqa: S608
            f"FROM {TABLE}, (SELECT {match} AS asked) AS question WHERE words @@ asked",
            parameters,
        )


def engine() -> Engine:
    """Return what the database at hand offers."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
