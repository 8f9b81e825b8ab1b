"""The canonical files of a conversation's votes: what an opinion map is sealed on.

``votes.csv`` holds ``participant,statement,vote``; ``statements.csv`` holds ``statement,text,moderated_out,meta``.
Both are UTF-8 with line feeds and sorted by their labels as people sort them (2 before 10), so equal votes give equal
bytes. They are restricted: a row is what one person thinks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # NumPy comes with it, which a web process that only writes the files does not need
    from pshub.methods.opinion.votes import Votes

VOTES_FILE = "votes.csv"
STATEMENTS_FILE = "statements.csv"
VOTES_HEADER = ("participant", "statement", "vote")
STATEMENTS_HEADER = ("statement", "text", "moderated_out", "meta")

_DIGITS = re.compile(r"(\d+)", re.ASCII)


class StatementRow(NamedTuple):
    """A statement as a snapshot holds it."""

    statement: str
    text: str
    moderated_out: bool = False
    meta: bool = False


class BadSnapshot(ValueError):
    """The files are not those of a votes snapshot."""

    code = "bad-snapshot"

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file} is not a file of votes: {reason}")


def _label_key(label: str) -> tuple[list[tuple[int, int, str]], str]:
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(label) if part]
    return parts, label


def rows_to_files(votes: Iterable[tuple[str, str, int]], statements: Iterable[StatementRow]) -> dict[str, bytes]:
    r"""Write the canonical files of (participant, statement, vote) rows, of which each pair occurs once.

    Examples
    --------
    >>> rows_to_files([("b", "1", 1), ("a", "1", -1)], [StatementRow("1", "Open later")])["votes.csv"]
    b'participant,statement,vote\na,1,-1\nb,1,1\n'
    """
    ordered = sorted(votes, key=lambda vote: (_label_key(vote[0]), _label_key(vote[1])))
    texts = sorted(statements, key=lambda row: _label_key(row.statement))
    return {
        STATEMENTS_FILE: _table(
            STATEMENTS_HEADER, ((row.statement, row.text, int(row.moderated_out), int(row.meta)) for row in texts)
        ),
        VOTES_FILE: _table(VOTES_HEADER, ordered),
    }


def votes_to_files(votes: Votes) -> dict[str, bytes]:
    """Write the canonical files of votes as the opinion method holds them."""
    rows = zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True)
    flags = zip(votes.moderated_out.tolist(), votes.meta.tolist(), strict=True)
    statements = zip(votes.statements, votes.texts, flags, strict=True)
    return rows_to_files(
        ((votes.participants[row], votes.statements[column], value) for row, column, value in rows),
        (StatementRow(label, text, out, meta) for label, text, (out, meta) in statements),
    )


def files_to_votes(files: Mapping[str, bytes]) -> Votes:
    """Read the canonical files back; statements on which nobody voted are left out.

    Raises
    ------
    BadSnapshot
        Where a file or a column is missing or a row can't be read.
    VotesError
        Where there are no votes in it.
    """
    from pshub.methods.opinion.vote_columns import ColumnsBuilder, votes_from_columns

    builder = ColumnsBuilder()
    for line, (participant, statement, vote) in enumerate(_rows(files, VOTES_FILE, VOTES_HEADER), start=2):
        if vote not in ("1", "0", "-1"):
            raise BadSnapshot(VOTES_FILE, f"the vote of row {line} is '{vote[:40]}'")
        builder.add(participant, statement, int(vote))
    rows = list(_rows(files, STATEMENTS_FILE, STATEMENTS_HEADER))
    votes, _ = votes_from_columns(
        builder.columns(),
        texts={statement: text for statement, text, _, _ in rows},
        moderated_out=(statement for statement, _, out, _ in rows if out == "1"),
        meta=(statement for statement, _, _, meta in rows if meta == "1"),
        source=VOTES_FILE,
    )
    return votes


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _rows(files: Mapping[str, bytes], name: str, header: tuple[str, ...]) -> list[list[str]]:
    if name not in files:
        raise BadSnapshot(name, "it is missing")
    try:
        rows = list(csv.reader(io.StringIO(files[name].decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as problem:
        raise BadSnapshot(name, str(problem)) from None
    if not rows or tuple(rows[0]) != header:
        raise BadSnapshot(name, f"its columns should be {','.join(header)}")
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise BadSnapshot(name, f"row {line} has {len(row)} columns, not {len(header)}")
    return rows[1:]
