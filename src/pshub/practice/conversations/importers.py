"""Loading a Polis export: checked whole first, then written in short transactions, seen by nobody until complete."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pshub.methods.opinion.delimited import DelimitedFile, open_text
from pshub.methods.opinion.polis_export import (
    PARTICIPANT_FILES,
    CommentRow,
    ParticipantRow,
    PolisExport,
    read_polis_export,
)
from pshub.methods.opinion.problems import RowProblem, VotesError

#: A file that is larger is not loaded into a hub; `pshub opinion` maps votes of any size without one.
LARGEST_BYTES = 100 * 1024 * 1024
#: Text of a statement beyond this is taken for a mistake of the file.
LONGEST_TEXT = 5_000

Progress = Callable[[float, str], None]


class ImportRefused(ValueError):
    """An export can't be loaded; nothing has been written.

    Attributes
    ----------
    code
        Stable identifier: ``too-large``, ``no-statements``, ``no-votes``, ``other-inquiry``, or a code of `VotesError`.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(slots=True)
class ImportedVotes:
    """The rows of votes.csv that can be taken, column by column: a million rows stay in some tens of megabytes."""

    people: list[str] = field(default_factory=list)
    lines: array[int] = field(default_factory=lambda: array("q"))
    persons: array[int] = field(default_factory=lambda: array("q"))
    statements: array[int] = field(default_factory=lambda: array("q"))
    values: array[int] = field(default_factory=lambda: array("b"))
    timestamps: array[int] = field(default_factory=lambda: array("q"))
    written: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)

    def last(self) -> dict[tuple[int, int], int]:
        """Return the row that counts for each person and statement: the last by timestamp, then by file order."""
        rows: dict[tuple[int, int], int] = {}
        for row, pair in enumerate(zip(self.persons, self.statements, strict=True)):
            before = rows.get(pair)
            if before is None or self.timestamps[row] >= self.timestamps[before]:
                rows[pair] = row
        return rows


@dataclass(slots=True)
class CheckedExport:
    """An export that has been read and checked whole.

    Attributes
    ----------
    statements
        Comment rows whose number and text can be taken, in file order.
    participants
        Rows of participants-votes.csv by label; empty where there is no such file.
    problems
        Every row that can't be taken, with its line and the reason.
    notices
        What a reader should know though everything was taken.
    """

    export: PolisExport
    digest: str
    statements: list[CommentRow]
    participants: dict[str, ParticipantRow]
    votes: ImportedVotes
    problems: list[RowProblem]
    notices: list[str]
    columns: dict[str, list[str]]

    @property
    def repeated(self) -> int:
        """How many votes were later replaced by the same person's vote on the same statement."""
        return len(self.votes) - len(set(zip(self.votes.persons, self.votes.statements, strict=True)))

    @property
    def without_votes(self) -> list[str]:
        """Labels of people who never voted."""
        return [label for label in self.participants if label not in set(self.votes.people)]

    @property
    def first_and_last(self) -> tuple[datetime, datetime]:
        """When the first and the last vote were cast, as far as the file says."""
        known = [stamp for stamp in self.votes.timestamps if stamp > 0]
        if not known:
            now = datetime.now(UTC).replace(microsecond=0)
            return now, now
        return moment_of(min(known)), moment_of(max(known))


def moment_of(milliseconds: int) -> datetime:
    """Return the moment of so many milliseconds since 1970; the first moment where the file gives none."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def check_export(folder: Path, *, progress: Progress | None = None) -> CheckedExport:
    """Read an export folder and check every row, writing nothing.

    Raises
    ------
    VotesError
        Where the folder is not an export, or a file can't be read as a whole.
    ImportRefused
        ``too-large``, ``no-statements``, ``no-votes``.
    """
    _refuse_large(folder)
    export = read_polis_export(folder)
    problems = list(export.problems)
    statements = list(_statements(export, problems))
    if not statements:
        raise ImportRefused(
            "no-statements", f"{folder.name}/comments.csv holds no statement that can be taken. {_first(problems)}"
        )
    participants = {row.participant: row for row in _participants(export, problems)}
    votes = _votes(export, {int(row.statement) for row in statements}, problems, progress)
    if not len(votes):
        raise ImportRefused("no-votes", f"{folder.name}/votes.csv holds no vote that can be taken. {_first(problems)}")
    return CheckedExport(
        export=export,
        digest=_digest(folder),
        statements=statements,
        participants=participants,
        votes=votes,
        problems=problems,
        notices=_notices(votes, participants),
        columns={name: _header(path) for name, path in _files(folder).items() if name != "summary"},
    )


def _files(folder: Path) -> dict[str, Path]:
    files = {name: folder / f"{name}.csv" for name in ("summary", "comments", "votes")}
    for name in PARTICIPANT_FILES:
        if (folder / name).is_file():
            files["participants"] = folder / name
            break
    return files


def _refuse_large(folder: Path) -> None:
    for path in _files(folder).values():
        if path.is_file() and path.stat().st_size > LARGEST_BYTES:
            size, most = path.stat().st_size // 1024**2, LARGEST_BYTES // 1024**2
            raise ImportRefused(
                "too-large",
                f"{path.name} is {size} MB; at most {most} MB are loaded into a hub. "
                "To map votes of any size without a hub, use: pshub opinion FOLDER --out RESULT",
            )


def _statements(export: PolisExport, problems: list[RowProblem]) -> Iterator[CommentRow]:
    seen: dict[int, int] = {}
    for row in export.comments:
        problem: tuple[str, str] | None = None
        if not row.statement.isascii() or not row.statement.isdigit() or len(row.statement) > 9:
            problem = "statement-number", f"the statement number is '{row.statement[:40]}'; it must be a whole number"
        elif int(row.statement) in seen:
            problem = (
                "statement-again",
                f"statement {row.statement} was given before, on line {seen[int(row.statement)]}",
            )
        elif not row.text.strip():
            problem = "empty-text", "the statement has no text"
        elif len(row.text) > LONGEST_TEXT:
            problem = "long-text", f"the text is {len(row.text)} characters long; at most {LONGEST_TEXT} are taken"
        if problem is not None:
            problems.append(RowProblem("comments.csv", row.line, *problem))
            continue
        seen[int(row.statement)] = row.line
        yield row


def _participants(export: PolisExport, problems: list[RowProblem]) -> Iterator[ParticipantRow]:
    seen: dict[str, int] = {}
    for row in export.participants:
        problem: tuple[str, str] | None = None
        if not row.participant or len(row.participant) > 80:
            problem = "participant", "it names no participant, or with more than 80 characters"
        elif row.participant in seen:
            problem = (
                "participant-again",
                f"participant {row.participant} was given before, on line {seen[row.participant]}",
            )
        if problem is not None:
            problems.append(RowProblem("participants-votes.csv", row.line, *problem))
            continue
        seen[row.participant] = row.line
        yield row


def _votes(
    export: PolisExport, statements: set[int], problems: list[RowProblem], progress: Progress | None
) -> ImportedVotes:
    votes = ImportedVotes()
    place: dict[str, int] = {}

    def tell(share: float) -> None:
        if progress is not None:
            progress(share, "Checking votes")

    for row in export.votes(progress=tell):
        if isinstance(row, RowProblem):
            problems.append(row)
            continue
        number = int(row.statement) if row.statement.isascii() and row.statement.isdigit() else -1
        if number not in statements:
            reason = f"it is a vote on statement {row.statement[:40]}, which comments.csv does not have"
            problems.append(RowProblem("votes.csv", row.line, "unknown-statement", reason))
            continue
        if len(row.participant) > 80:
            problems.append(
                RowProblem("votes.csv", row.line, "participant", "the participant's name has more than 80 characters")
            )
            continue
        person = place.setdefault(row.participant, len(place))
        votes.lines.append(row.line)
        votes.persons.append(person)
        votes.statements.append(number)
        votes.values.append(row.vote)
        votes.timestamps.append(row.timestamp)
        votes.written.append(row.datetime[:80])
    votes.people = list(place)
    return votes


def _notices(votes: ImportedVotes, participants: dict[str, ParticipantRow]) -> list[str]:
    notices = []
    repeated = len(votes) - len(set(zip(votes.persons, votes.statements, strict=True)))
    if repeated:
        notices.append(
            f"{repeated} votes were cast again by the same person on the same statement: the last one by time, then "
            "by file order, counts."
        )
    known = set(votes.people)
    silent = sum(label not in known for label in participants)
    if silent:
        notices.append(f"{silent} people in participants-votes.csv never voted.")
    if participants:
        unlisted = sum(label not in participants for label in votes.people)
        if unlisted:
            notices.append(f"{unlisted} people voted who are not in participants-votes.csv.")
    return notices


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for name, path in sorted(_files(folder).items()):
        whole.update(name.encode())
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _header(path: Path) -> list[str]:
    with open_text(path) as stream:
        return DelimitedFile(stream, file=path.name).header


def _first(problems: Sequence[Any]) -> str:
    return f"The first problem: {problems[0]}." if problems else ""


__all__ = ["CheckedExport", "ImportRefused", "ImportedVotes", "VotesError", "check_export", "moment_of"]
