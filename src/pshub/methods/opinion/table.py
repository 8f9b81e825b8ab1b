"""A single CSV of votes, in the long form (one vote a line) or the wide form (one person a line)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pshub.methods.opinion.delimited import DelimitedFile, find_column, need_column, open_text
from pshub.methods.opinion.problems import RowProblem, VotesError
from pshub.methods.opinion.vote_columns import ColumnsBuilder, VoteColumns
from pshub.methods.opinion.vote_rows import VOTE_VALUES, VoteRow, vote_rows

Progress = Callable[[float], None]
BLOCK = 1 << 24
PROBLEMS_SHOWN = 5
# Columns of participants-votes.csv and its like that describe a person and are no statements.
ABOUT_PEOPLE = frozenset(
    ("xid", "group-id", "group", "n-comments", "n-votes", "n-agree", "n-disagree", "n-pass", "timestamp", "datetime")
)


def table_form(header: list[str], *, file: str) -> Literal["long", "wide"]:
    """Say which form a header announces.

    Raises
    ------
    VotesError
        ``missing-column`` where it announces neither: the columns of the long form that are missing are named.
    """
    has = {role: find_column(header, role, file=file) is not None for role in ("participant", "statement", "vote")}
    if has["participant"] and not has["statement"] and not has["vote"] and statement_places(header, file=file):
        return "wide"
    for role in has:
        need_column(header, role, file=file)
    return "long"


def statement_places(header: list[str], *, file: str) -> list[int]:
    """Return the places of the columns of a wide table that are statements."""
    person = need_column(header, "participant", file=file)
    return [
        place
        for place, name in enumerate(header)
        if place != person and name.strip() and name.strip().casefold().replace("_", "-") not in ABOUT_PEOPLE
    ]


def read_long(path: Path, *, progress: Progress | None = None) -> tuple[VoteColumns, dict[str, str]]:
    """Read a long CSV; return its vote events and the statement texts it repeats.

    Files of plain whole numbers are read in blocks by NumPy; everything else row by row, with the same meaning.

    Raises
    ------
    VotesError
        ``rows`` where any row can't be taken, naming the first ones and counting all.
    """
    plain = _read_plain_numbers(path, progress)
    if plain is not None:
        return plain, {}
    return gather(vote_rows(path, progress=progress), file=path.name)


def gather(rows: Iterator[VoteRow | RowProblem], *, file: str) -> tuple[VoteColumns, dict[str, str]]:
    """Gather parsed rows into columns and statement texts.

    Raises
    ------
    VotesError
        ``rows`` where any row is a problem.
    """
    builder = ColumnsBuilder()
    texts: dict[str, str] = {}
    problems: list[RowProblem] = []
    count = 0
    for row in rows:
        if isinstance(row, RowProblem):
            count += 1
            if count <= PROBLEMS_SHOWN:
                problems.append(row)
            continue
        builder.add(row.participant, row.statement, row.vote, row.timestamp)
        if row.text:
            texts[row.statement] = row.text
    refuse_problems(problems, count=count, file=file)
    return builder.columns(), texts


def refuse_problems(problems: list[RowProblem], *, count: int, file: str) -> None:
    """Raise an error that names the first problems, if there are any.

    Raises
    ------
    VotesError
        ``rows``, with the problems under ``problems`` in its params.
    """
    if not count:
        return
    first = " ".join(f"Line {problem.line}: {problem.reason}." for problem in problems[:PROBLEMS_SHOWN])
    if count > PROBLEMS_SHOWN:
        first += f" And {count - PROBLEMS_SHOWN} more."
    raise VotesError("rows", file=file, count=count, first=first, problems=tuple(problems[:PROBLEMS_SHOWN]))


def wide_rows(path: Path) -> Iterator[VoteRow | RowProblem]:
    """Yield each vote of a wide CSV (a line a person, a column a statement, empty where not seen)."""
    file = path.name
    with open_text(path) as stream:
        table = DelimitedFile(stream, file=file)
        header = table.header
        person_at = need_column(header, "participant", file=file)
        places = statement_places(header, file=file)
        labels = [header[place].strip() for place in places]
        if len(set(labels)) < len(labels):
            again = next(label for at, label in enumerate(labels) if label in labels[:at])
            raise VotesError("ambiguous-column", file=file, wanted=f"statement {again}", count=2, found=again)
        seen: dict[str, int] = {}
        for line, fields in table.rows():
            if len(fields) != len(header):
                reason = f"it has {len(fields)} columns where the header has {len(header)}"
                yield RowProblem(file, line, "column-count", reason)
                continue
            person = fields[person_at].strip()
            if not person:
                yield RowProblem(file, line, "no-participant", "it names no participant")
                continue
            if person in seen:
                reason = f"participant {person} was given before, on line {seen[person]}"
                yield RowProblem(file, line, "participant-again", reason)
                continue
            seen[person] = line
            for place, label in zip(places, labels, strict=True):
                cell = fields[place].strip()
                if not cell:
                    continue
                value = VOTE_VALUES.get(cell.casefold())
                if value is None:
                    reason = (
                        f"the vote on statement {label} is '{cell[:40]}'; it must be 1 (agree), -1 (disagree), "
                        "0 (pass) or empty (not seen)"
                    )
                    yield RowProblem(file, line, "vote-value", reason)
                    continue
                yield VoteRow(line, person, label, value, 0, "", "")


class _NotPlainError(Exception):
    """The file is not made of plain whole numbers: the row by row reader must take it."""


def _read_plain_numbers(path: Path, progress: Progress | None) -> VoteColumns | None:
    with open_text(path) as stream:
        table = DelimitedFile(stream, file=path.name)
        header = table.header
    roles = ("participant", "statement", "vote", "timestamp")
    places = [find_column(header, role, file=path.name) for role in roles]
    used = [place for place in places if place is not None]
    # loadtxt does not count the columns after the last one used, so the last one must be used.
    if len(used) < 3 or max(used) != len(header) - 1 or find_column(header, "text", file=path.name) is not None:
        return None
    size = path.stat().st_size
    parts: list[NDArray[np.int64]] = []
    try:
        with path.open("rb") as binary:
            head = binary.readline()
            if head.count(b",") != len(header) - 1 or b'"' in head:
                return None
            while block := binary.read(BLOCK):
                parts.append(_plain_block(block + binary.readline(), used, len(header)))
                if progress is not None:
                    progress(binary.tell() / size)
    except _NotPlainError:
        return None
    if not parts:
        return None
    table_of_numbers = np.concatenate(parts)
    participants, rows = np.unique(table_of_numbers[:, 0], return_inverse=True)
    statements, columns = np.unique(table_of_numbers[:, 1], return_inverse=True)
    return VoteColumns(
        participants=[str(label) for label in participants.tolist()],
        statements=[str(label) for label in statements.tolist()],
        rows=rows.astype(np.int64),
        columns=columns.astype(np.int64),
        values=table_of_numbers[:, 2].astype(np.int8),
        timestamps=table_of_numbers[:, 3] if len(used) == 4 else np.zeros(len(rows), np.int64),
    )


def _plain_block(block: bytes, used: list[int], width: int) -> NDArray[np.int64]:
    if b'"' in block or b", " in block or not block.isascii() or _other_spelling(block):
        raise _NotPlainError
    try:
        numbers = np.loadtxt(io.BytesIO(block), np.int64, comments=None, delimiter=",", usecols=used, ndmin=2)
    except ValueError:
        raise _NotPlainError from None
    if block.count(b",") != (width - 1) * len(numbers) or not np.isin(numbers[:, 2], (-1, 0, 1)).all():
        raise _NotPlainError
    return numbers


def _other_spelling(block: bytes) -> bool:
    """Say whether a field begins like 007, +1 or -0: such a label is not its number written out, so it stays text."""
    characters = np.frombuffer(b"\n" + block + b"\n\n", np.uint8)
    before, first, second = characters[:-2], characters[1:-1], characters[2:]
    begins = (before == ord(",")) | (before == ord("\n"))
    padded = (first == ord("0")) & (second >= ord("0")) & (second <= ord("9"))
    signed = (first == ord("+")) | (first == ord(" ")) | ((first == ord("-")) & (second == ord("0")))
    return bool((begins & (padded | signed)).any())
