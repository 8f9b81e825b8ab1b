"""The votes of one conversation, as arrays: who voted what on which statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.errors import OpinionError

AGREE, PASS, DISAGREE = 1, 0, -1

_DIGITS = re.compile(r"(\d+)", re.ASCII)


def natural_key(label: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return a key that sorts labels as people do: numbers in them by size, so that 2 comes before 10.

    Examples
    --------
    >>> sorted(["10", "2", "b1", "a"], key=natural_key)
    ['2', '10', 'a', 'b1']
    """
    parts = tuple(_natural_part(part) for part in _DIGITS.split(label) if part)
    return parts, label


def _natural_part(part: str) -> tuple[int, int, str]:
    if part.isascii() and part.isdigit():
        # A longer number is a larger one; text of any length is compared, which int() would refuse to read.
        digits = part.lstrip("0")
        return 0, len(digits), digits
    return 1, 0, part


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Votes, at most one per participant and statement.

    Build it with :meth:`from_arrays` (arrays of row and column numbers) or :meth:`from_labels` (arrays of names): they
    check, sort, and let the last vote count. In a value built so, statements stand in natural order of their labels
    and votes are sorted by row, then column.

    Attributes
    ----------
    participants
        Labels, one per row; length n.
    statements
        Labels, one per column; length C.
    rows, columns
        Vote i is by ``participants[rows[i]]`` on ``statements[columns[i]]``; int32, one entry per vote.
    values
        +1 agree, -1 disagree, 0 pass; int8, one entry per vote.
    texts
        Statement texts, "" where unknown; length C.
    moderated_out
        Statements that moderators took out; bool, length C.
    meta
        Statements about the voters themselves rather than about the question; bool, length C.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    values: npt.NDArray[np.int8]
    texts: tuple[str, ...]
    moderated_out: npt.NDArray[np.bool_]
    meta: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        """Refuse arrays that don't belong together."""
        size = len(self.rows)
        _same_length("columns", len(self.columns), size)
        _same_length("values", len(self.values), size)
        for name in ("texts", "moderated_out", "meta"):
            _same_length(name, len(getattr(self, name)), len(self.statements))
        if len(self.statements) > constants.MAX_STATEMENTS:
            raise OpinionError("too-many-statements", found=len(self.statements), expected=constants.MAX_STATEMENTS)
        _within("row-range", self.rows, len(self.participants))
        _within("column-range", self.columns, len(self.statements))
        wrong = np.flatnonzero((self.values < -1) | (self.values > 1))
        if len(wrong):
            raise OpinionError("value", vote=int(wrong[0]), found=int(self.values[wrong[0]]))
        _distinct("participant", self.participants)
        _distinct("statement", self.statements)
        self._refuse_two_votes()

    def _refuse_two_votes(self) -> None:
        cells = self.rows.astype(np.int64) * max(len(self.statements), 1) + self.columns
        if len(cells) > 1 and not bool(np.all(cells[1:] > cells[:-1])):
            order = np.argsort(cells, kind="stable")
            twice = np.flatnonzero(cells[order][1:] == cells[order][:-1])
            if len(twice):
                vote = int(order[twice[0]])
                raise OpinionError(
                    "pair-repeated",
                    participant=self.participants[int(self.rows[vote])],
                    statement=self.statements[int(self.columns[vote])],
                )

    @classmethod
    def from_arrays(
        cls,
        *,
        participants: Sequence[str],
        statements: Sequence[str],
        rows: npt.ArrayLike,
        columns: npt.ArrayLike,
        values: npt.ArrayLike,
        texts: Sequence[str] | None = None,
        moderated_out: npt.ArrayLike | None = None,
        meta: npt.ArrayLike | None = None,
    ) -> Votes:
        """Check, sort and keep the last vote of each participant on each statement.

        Parameters
        ----------
        participants, statements
            Labels; all different. Order is free: statements are put in natural order, participants stay as given.
        rows, columns, values
            One entry per vote, in the order in which the votes were cast.
        texts, moderated_out, meta
            One entry per statement; empty texts and False where left out.

        Raises
        ------
        OpinionError
            Lengths that differ, numbers out of range, values other than 1, 0 and -1, repeated labels.

        Examples
        --------
        >>> votes = Votes.from_arrays(
        ...     participants=["ann", "bob"],
        ...     statements=["10", "2"],
        ...     rows=[0, 1, 0],
        ...     columns=[0, 1, 0],
        ...     values=[1, 0, -1],
        ... )
        >>> votes.statements, votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist()
        (('2', '10'), [0, 1], [1, 0], [-1, 0])
        """
        row, column, value = (
            _integers(name, item) for name, item in (("rows", rows), ("columns", columns), ("values", values))
        )
        _same_length("columns", len(column), len(row))
        _same_length("values", len(value), len(row))
        _within("row-range", row, len(participants))
        _within("column-range", column, len(statements))
        if len(value) and (value.min() < -1 or value.max() > 1):
            vote = int(np.flatnonzero((value < -1) | (value > 1))[0])
            raise OpinionError("value", vote=vote, found=int(value[vote]))
        order = sorted(range(len(statements)), key=lambda position: natural_key(statements[position]))
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        cells = row * max(len(statements), 1) + place[column]
        # np.unique gives the first of equal cells; on the reversed array that is the last vote cast.
        kept, last = np.unique(cells[::-1], return_index=True)
        given_texts = [""] * len(statements) if texts is None else list(texts)
        out, about = (_flags(item, len(statements)) for item in (moderated_out, meta))
        for name, found in (("texts", len(given_texts)), ("moderated_out", len(out)), ("meta", len(about))):
            _same_length(name, found, len(statements))
        return cls(
            participants=tuple(participants),
            statements=tuple(statements[position] for position in order),
            rows=(kept // max(len(statements), 1)).astype(np.int32),
            columns=(kept % max(len(statements), 1)).astype(np.int32),
            values=value[::-1][last].astype(np.int8),
            texts=tuple(given_texts[position] for position in order),
            moderated_out=out[order],
            meta=about[order],
        )

    @classmethod
    def from_labels(
        cls,
        *,
        participants: Sequence[str],
        statements: Sequence[str],
        votes: Sequence[tuple[str, str, int]],
        texts: Sequence[str] | None = None,
        moderated_out: npt.ArrayLike | None = None,
        meta: npt.ArrayLike | None = None,
    ) -> Votes:
        """Build from (participant, statement, value) triples in the order in which they were cast.

        Raises
        ------
        OpinionError
            As :meth:`from_arrays`.
        KeyError
            A vote that names an unknown participant or statement.

        Examples
        --------
        >>> Votes.from_labels(participants=["ann"], statements=["1"], votes=[("ann", "1", 1)]).size
        1
        """
        row_of = {label: row for row, label in enumerate(participants)}
        column_of = {label: column for column, label in enumerate(statements)}
        return cls.from_arrays(
            participants=participants,
            statements=statements,
            rows=[row_of[participant] for participant, _, _ in votes],
            columns=[column_of[statement] for _, statement, _ in votes],
            values=[value for _, _, value in votes],
            texts=texts,
            moderated_out=moderated_out,
            meta=meta,
        )

    @property
    def size(self) -> int:
        """Number of votes."""
        return len(self.rows)

    @property
    def is_ordered(self) -> bool:
        """Whether statements stand in natural order and votes are sorted by row, then column."""
        cells = self.rows.astype(np.int64) * max(len(self.statements), 1) + self.columns
        labels = [natural_key(label) for label in self.statements]
        return bool(np.all(cells[1:] > cells[:-1])) and all(a < b for a, b in pairwise(labels))

    def ordered(self) -> Votes:
        """Return the same votes with statements in natural order and votes sorted; itself if they are."""
        if self.is_ordered:
            return self
        return Votes.from_arrays(
            participants=self.participants,
            statements=self.statements,
            rows=self.rows,
            columns=self.columns,
            values=self.values,
            texts=self.texts,
            moderated_out=self.moderated_out,
            meta=self.meta,
        )

    def votes_per_participant(self) -> npt.NDArray[np.int64]:
        """Return how many statements each participant voted on, passes included; int64, length n."""
        return np.bincount(self.rows, minlength=len(self.participants)).astype(np.int64)


def _integers(name: str, values: npt.ArrayLike) -> npt.NDArray[np.int64]:
    array: npt.NDArray[Any] = np.asarray(values)
    if array.ndim != 1:
        raise OpinionError("shape", what=name, found=f"{array.ndim} dimensions of", expected="a single row of")
    if len(array) and not np.issubdtype(array.dtype, np.integer):
        whole = np.flatnonzero(array != np.floor(array.astype(np.float64)))
        if len(whole):
            raise OpinionError("value", vote=int(whole[0]), found=array[whole[0]])
    return array.astype(np.int64)


def _flags(values: npt.ArrayLike | None, size: int) -> npt.NDArray[np.bool_]:
    if values is None:
        return np.zeros(size, dtype=np.bool_)
    return np.asarray(values, dtype=np.bool_)


def _same_length(what: str, found: int, expected: int) -> None:
    if found != expected:
        raise OpinionError("shape", what=what, found=found, expected=expected)


def _within(code: str, numbers: npt.NDArray[Any], size: int) -> None:
    if len(numbers) and (numbers.min() < 0 or numbers.max() >= size):
        vote = int(np.flatnonzero((numbers < 0) | (numbers >= size))[0])
        raise OpinionError(code, vote=vote, found=int(numbers[vote]), expected=size)


def _distinct(what: str, labels: tuple[str, ...]) -> None:
    if len(set(labels)) == len(labels):
        return
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise OpinionError("label-repeated", what=what, label=label)
        seen.add(label)
