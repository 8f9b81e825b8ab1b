"""Writing rows of votes in the database's own words: one statement for one vote and for many.

The ORM's bulk insert spends most of its time on objects that nobody looks at; loading 50,000 votes this way takes a
second instead of ten.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from pshub.practice.conversations.models import ImportedVote, Statement, Vote

_UPSERT = """
    INSERT INTO {table} (participant_id, statement_id, value, cast_at, changes) VALUES (%s, %s, %s, %s, 0)
    ON CONFLICT (participant_id, statement_id) DO UPDATE SET
        changes = {table}.changes + CASE WHEN {table}.value = excluded.value THEN 0 ELSE 1 END,
        value = excluded.value,
        cast_at = excluded.cast_at
"""
_INSERT_IMPORTED = """
    INSERT INTO {table} (conversation_id, participant_id, statement_id, line, value, timestamp, written)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


class CastRow(NamedTuple):
    """A vote that counts: keys of the participant and the statement, what was said, when."""

    participant: int
    statement: uuid.UUID
    value: int
    cast_at: datetime


class ImportedRow(NamedTuple):
    """A row of an export's votes.csv, as `ImportedVote` keeps it."""

    conversation: uuid.UUID
    participant: int
    statement: uuid.UUID
    line: int
    value: int
    timestamp: int
    written: str


def upsert_vote(row: CastRow) -> None:
    """Write a vote, taking the place of what the same person said of the same statement."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(_UPSERT, Vote), next(_cast([row])))


def upsert_votes(rows: Iterable[CastRow]) -> None:
    """Write many votes; of several of a person on a statement the last one counts."""
    with connection.cursor() as cursor:
        cursor.executemany(_sql(_UPSERT, Vote), list(_cast(rows)))


def insert_imported(rows: Iterable[ImportedRow]) -> None:
    """Keep rows of an export."""
    key = _keys()
    prepared = [(key(row[0]), row[1], key(row[2]), *row[3:]) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_sql(_INSERT_IMPORTED, ImportedVote), prepared)


def _sql(template: str, model: type[Model]) -> str:
    return template.format(table=connection.ops.quote_name(model._meta.db_table))


def _cast(rows: Iterable[CastRow]) -> Iterator[tuple[Any, ...]]:
    key, moment = _keys(), connection.ops.adapt_datetimefield_value
    for participant, statement, value, cast_at in rows:
        yield participant, key(statement), value, moment(cast_at)


def _keys() -> Callable[[uuid.UUID], Any]:
    """Return what turns a record's key into what this database holds, each once."""
    field = Statement._meta.get_field("record").target_field
    return cache(lambda key: field.get_db_prep_value(key, connection))
