"""Rows of votes in the long form: one person, one statement, one vote a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pshub.methods.opinion.delimited import DelimitedFile, find_column, need_column, open_text
from pshub.methods.opinion.problems import RowProblem

# Spreadsheets and data frames write whole numbers as 1.0, and word processors use a true minus sign.
VOTE_VALUES = {
    "1": 1, "+1": 1, "1.0": 1, "agree": 1,
    "-1": -1, "\u22121": -1, "-1.0": -1, "disagree": -1,
    "0": 0, "0.0": 0, "-0.0": 0, "pass": 0,
}  # fmt: skip
PROGRESS_ROWS = 1 << 16


class VoteRow(NamedTuple):
    """A vote as a file gives it.

    Attributes
    ----------
    line
        The line on which the row begins (1 is the header).
    vote
        1 agree, -1 disagree, 0 pass.
    timestamp
        Milliseconds since 1970-01-01 UTC; 0 where the file gives none.
    datetime
        The file's own wording of the time, empty where it has no such column.
    text
        The statement's text where the votes file repeats it, else empty.
    """

    line: int
    participant: str
    statement: str
    vote: int
    timestamp: int
    datetime: str
    text: str


def parse_timestamp(text: str) -> int | None:
    """Return milliseconds since 1970 of a whole number of milliseconds or an ISO 8601 time, or None.

    Times without a zone are taken as UTC.

    Examples
    --------
    >>> parse_timestamp("1403054214196")
    1403054214196
    >>> parse_timestamp("1970-01-01 00:00:01")
    1000
    """
    text = text.strip()
    if not text:
        return 0
    try:
        return int(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


def vote_problem(participant: str, statement: str, vote: str) -> tuple[str, str] | None:
    """Return (code, reason) of what is wrong with a vote's three values, or None."""
    if not participant:
        return "no-participant", "it names no participant"
    if not statement:
        return "no-statement", "it names no statement"
    if not vote.strip():
        return "no-vote", "the vote is empty; it must be 1 (agree), -1 (disagree) or 0 (pass)"
    if vote.strip().casefold() not in VOTE_VALUES:
        shown = vote.strip()[:40]
        return "vote-value", f"the vote is '{shown}'; it must be 1 (agree), -1 (disagree) or 0 (pass)"
    return None


def vote_rows(path: Path, *, progress: Callable[[float], None] | None = None) -> Iterator[VoteRow | RowProblem]:
    """Yield each vote of a long CSV in file order, or what is wrong with its row; memory stays small.

    Parameters
    ----------
    path
        The CSV file.
    progress
        Called now and then with the share of the file that has been read.

    Raises
    ------
    VotesError
        Where the file as a whole can't be read: no such column, wrong encoding, quotation marks that do not pair.
    """
    file = path.name
    with open_text(path) as stream:
        size = path.stat().st_size
        table = DelimitedFile(stream, file=file)
        header = table.header
        width = len(header)
        participant_at, statement_at, vote_at = (
            need_column(header, role, file=file) for role in ("participant", "statement", "vote")
        )
        timestamp_at, datetime_at, text_at = (
            find_column(header, role, file=file) for role in ("timestamp", "datetime", "text")
        )
        for count, (line, fields) in enumerate(table.rows(), start=1):
            if progress is not None and count % PROGRESS_ROWS == 0:
                progress(min(1.0, stream.buffer.tell() / size))
            if len(fields) != width:
                reason = f"it has {len(fields)} columns where the header has {width}"
                yield RowProblem(file, line, "column-count", reason)
                continue
            participant, statement, vote = fields[participant_at].strip(), fields[statement_at].strip(), fields[vote_at]
            value = VOTE_VALUES.get(vote)
            if value is None or not participant or not statement:
                problem = vote_problem(participant, statement, vote)
                if problem is not None:
                    yield RowProblem(file, line, *problem)
                    continue
                value = VOTE_VALUES[vote.strip().casefold()]
            timestamp = parse_timestamp(fields[timestamp_at]) if timestamp_at is not None else 0
            if timestamp is None or not -(1 << 62) < timestamp < 1 << 62:
                shown = fields[timestamp_at][:40] if timestamp_at is not None else ""
                reason = f"the time '{shown}' can't be read; use milliseconds since 1970 or 2026-01-31 12:00:00"
                yield RowProblem(file, line, "timestamp", reason)
                continue
            yield VoteRow(
                line,
                participant,
                statement,
                value,
                timestamp,
                fields[datetime_at] if datetime_at is not None else "",
                fields[text_at] if text_at is not None else "",
            )
