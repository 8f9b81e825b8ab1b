"""Votes gathered as columns: labels become indices, and of votes cast again the last counts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pshub.methods.opinion import constants
from pshub.methods.opinion.problems import Notice, VotesError
from pshub.methods.opinion.votes import Votes, natural_key


@dataclass(frozen=True, slots=True, eq=False)
class VoteColumns:
    """Vote events as equally long columns, in file order, not yet reduced to one vote a person and statement.

    Attributes
    ----------
    participants, statements
        The labels that `rows` and `columns` point into, in any order.
    values
        1 agree, -1 disagree, 0 pass.
    timestamps
        Milliseconds since 1970; all 0 where the source gives none.
    """

    participants: Sequence[str]
    statements: Sequence[str]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.int8]
    timestamps: NDArray[np.int64]


@dataclass(slots=True)
class ColumnsBuilder:
    """Gathers vote events one by one in a few bytes each."""

    participants: dict[str, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    _rows: array[int] = field(default_factory=lambda: array("i"))
    _columns: array[int] = field(default_factory=lambda: array("i"))
    _values: array[int] = field(default_factory=lambda: array("b"))
    _timestamps: array[int] = field(default_factory=lambda: array("q"))

    def add(self, participant: str, statement: str, vote: int, timestamp: int = 0) -> None:
        """Add a vote event."""
        self._rows.append(self.participants.setdefault(participant, len(self.participants)))
        self._columns.append(self.statements.setdefault(statement, len(self.statements)))
        self._values.append(vote)
        self._timestamps.append(timestamp)

    def columns(self) -> VoteColumns:
        """Return what was gathered."""
        return VoteColumns(
            participants=tuple(self.participants),
            statements=tuple(self.statements),
            rows=np.frombuffer(self._rows, np.int32).astype(np.int64) if self._rows else np.zeros(0, np.int64),
            columns=np.frombuffer(self._columns, np.int32).astype(np.int64) if self._columns else np.zeros(0, np.int64),
            values=np.frombuffer(self._values, np.int8).copy() if self._values else np.zeros(0, np.int8),
            timestamps=np.frombuffer(self._timestamps, np.int64).copy() if self._timestamps else np.zeros(0, np.int64),
        )


def votes_from_columns(
    events: VoteColumns,
    *,
    texts: Mapping[str, str],
    moderated_out: Iterable[str] = (),
    meta: Iterable[str] = (),
    source: str,
) -> tuple[Votes, list[Notice]]:
    """Reduce vote events to the votes that count, with people and statements in the order of their labels.

    Of several votes by one person on one statement the last by timestamp counts, and among equal timestamps the last
    in file order. People and statements without a vote are left out, so that equal votes give equal `Votes`.

    Raises
    ------
    VotesError
        ``no-votes``; ``too-many-statements``.
    """
    if not len(events.rows):
        raise VotesError("no-votes", file=source)
    used_rows, rows = np.unique(events.rows, return_inverse=True)
    used_columns, columns = np.unique(events.columns, return_inverse=True)
    if len(used_columns) > constants.MAX_STATEMENTS:
        raise VotesError("too-many-statements", file=source, count=len(used_columns), limit=constants.MAX_STATEMENTS)
    participants, row_place = _ordered([events.participants[place] for place in used_rows])
    statements, column_place = _ordered([events.statements[place] for place in used_columns])
    rows, columns = row_place[rows], column_place[columns]
    cells = rows * len(statements) + columns
    # Sorting is stable, so among equal timestamps file order stands.
    order = np.lexsort((events.timestamps, cells))
    sorted_cells = cells[order]
    last = np.append(sorted_cells[1:] != sorted_cells[:-1], True)
    kept = order[last]
    out, about = frozenset(moderated_out), frozenset(meta)
    votes = Votes(
        participants=participants,
        statements=statements,
        rows=rows[kept].astype(np.int32),
        columns=columns[kept].astype(np.int32),
        values=events.values[kept],
        texts=tuple(texts.get(label, "") for label in statements),
        moderated_out=np.array([label in out for label in statements], dtype=np.bool_),
        meta=np.array([label in about for label in statements], dtype=np.bool_),
    )
    return votes, _notices(votes, again=len(rows) - len(kept), timed=bool(events.timestamps.any()))


def _ordered(labels: list[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the labels in their order, and for each old place the new one."""
    places = sorted(range(len(labels)), key=lambda place: natural_key(labels[place]))
    new_place = np.empty(len(labels), np.int64)
    new_place[places] = np.arange(len(labels))
    return tuple(labels[place] for place in places), new_place


def _notices(votes: Votes, *, again: int, timed: bool) -> list[Notice]:
    notices: list[Notice] = []
    if again:
        rule = (
            "the last by its time counts, and of equal times the last in the file"
            if timed
            else ("the file gives no times, so the last in the file counts")
        )
        notices.append(Notice("voted-again", f"{again:,} votes repeat an earlier one of the same person: {rule}."))
    if len(votes.participants) == 1:
        notices.append(Notice("one-participant", "Only one person voted: there can be no map and no groups."))
    if len(votes.statements) == 1:
        notices.append(Notice("one-statement", "Only one statement was voted on: there can be no map of opinions."))
    if len(votes.rows) > 1 and bool((votes.values == votes.values[0]).all()):
        notices.append(Notice("all-alike", "All votes are the same: nothing sets people apart, so there is no axis."))
    return notices
