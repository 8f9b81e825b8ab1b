"""A Polis export folder: summary.csv, comments.csv, votes.csv and, where present, participants-votes.csv.

Rows are read one by one with their line numbers. A row that can't be taken comes out as a `RowProblem` in its place,
so that one caller may refuse the file and another may report the row and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pshub.methods.opinion.delimited import DelimitedFile, find_column, need_column, open_text
from pshub.methods.opinion.problems import RowProblem, VotesError
from pshub.methods.opinion.table import refuse_problems
from pshub.methods.opinion.vote_rows import VoteRow, vote_rows

REQUIRED_FILES = ("votes.csv", "comments.csv", "summary.csv")
PARTICIPANT_FILES = ("participants-votes.csv", "participant-votes.csv")


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A statement as Polis exports it.

    Attributes
    ----------
    line
        The line of comments.csv on which the row begins (1 is the header).
    moderated
        -1 moderated out, 0 not moderated, 1 accepted; 0 where the column is absent.
    meta
        Whether the statement is about the conversation rather than its subject.
    columns
        Every column of the row as it stands in the file, so that it can be written back unchanged.
    """

    line: int
    statement: str
    text: str
    author: str
    moderated: int
    meta: bool
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """A row of participants-votes.csv without its votes: the label and the columns that are not statements."""

    line: int
    participant: str
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class PolisExport:
    """An export folder whose small files have been read; its votes are streamed by `votes`.

    Attributes
    ----------
    summary
        summary.csv as pairs, in file order: topic, url, views, voters, conversation-description and others.
    comments
        The statements in file order.
    participants
        The people of participants-votes.csv, empty where the export has no such file. It alone knows people who
        never voted.
    problems
        Rows of summary.csv, comments.csv and participants-votes.csv that can't be taken.
    """

    folder: Path
    summary: dict[str, str]
    comments: tuple[CommentRow, ...]
    participants: tuple[ParticipantRow, ...]
    problems: tuple[RowProblem, ...]

    @property
    def topic(self) -> str:
        """The conversation's title, empty where the export gives none."""
        return self.summary.get("topic", "").strip()

    @property
    def description(self) -> str:
        """What the conversation was about, as its owner wrote it."""
        return self.summary.get("conversation-description", "").strip()

    def votes(self, *, progress: Callable[[float], None] | None = None) -> Iterator[VoteRow | RowProblem]:
        """Yield each row of votes.csv in file order, or what is wrong with it.

        The same person may vote on the same statement again: which vote counts is for the caller to apply (the last
        by timestamp, then by file order).
        """
        return vote_rows(self.folder / "votes.csv", progress=progress)


def read_polis_export(folder: Path) -> PolisExport:
    """Open an export folder: read its small files and check the header of its votes.

    Raises
    ------
    VotesError
        ``not-found``; ``not-an-export`` naming the files that are missing; or what is wrong with one of its files
        as a whole (``missing-column``, ``encoding``, ``empty``, ``malformed``).
    """
    if not folder.exists():
        raise VotesError("not-found", source=folder)
    missing = [name for name in REQUIRED_FILES if not (folder / name).is_file()]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise VotesError("not-an-export", source=folder, missing=f"{' and '.join(missing)} {verb}")
    problems: list[RowProblem] = []
    summary = _read_summary(folder / "summary.csv", problems)
    comments = tuple(_comments(folder / "comments.csv", problems))
    participants: tuple[ParticipantRow, ...] = ()
    for name in PARTICIPANT_FILES:
        if (folder / name).is_file():
            participants = tuple(_participants(folder / name, problems))
            break
    with open_text(folder / "votes.csv") as stream:
        votes = DelimitedFile(stream, file="votes.csv")
        for role in ("participant", "statement", "vote"):
            need_column(votes.header, role, file="votes.csv")
    return PolisExport(
        folder=folder, summary=summary, comments=comments, participants=participants, problems=tuple(problems)
    )


def read_comments(path: Path) -> tuple[CommentRow, ...]:
    """Read a file of statements in the form of comments.csv.

    Raises
    ------
    VotesError
        Where the file can't be read, or ``rows`` where any row can't be taken.
    """
    problems: list[RowProblem] = []
    comments = tuple(_comments(path, problems))
    refuse_problems(problems, count=len(problems), file=path.name)
    return comments


def _read_summary(path: Path, problems: list[RowProblem]) -> dict[str, str]:
    summary: dict[str, str] = {}
    with open_text(path) as stream:
        table = DelimitedFile(stream, file=path.name)
        # summary.csv has no header: each row, the first too, is a name and its value.
        rows = [(1, table.header), *table.rows()]
    for line, fields in rows:
        if len(fields) < 2:
            problems.append(RowProblem(path.name, line, "no-value", f"'{fields[0]}' has no value beside it"))
            continue
        summary[fields[0].strip()] = fields[1]
    return summary


def _comments(path: Path, problems: list[RowProblem]) -> Iterator[CommentRow]:
    seen: dict[str, int] = {}
    with open_text(path) as stream:
        table = DelimitedFile(stream, file=path.name)
        header = table.header
        statement_at = need_column(header, "statement", file=path.name)
        text_at = need_column(header, "text", file=path.name)
        author_at, moderated_at, meta_at = (
            find_column(header, role, file=path.name) for role in ("author", "moderated", "meta")
        )
        for line, fields in table.rows():
            if len(fields) != len(header):
                reason = f"it has {len(fields)} columns where the header has {len(header)}"
                problems.append(RowProblem(path.name, line, "column-count", reason))
                continue
            statement = fields[statement_at].strip()
            moderated = fields[moderated_at].strip() if moderated_at is not None else "0"
            problem = _comment_problem(statement, moderated, seen)
            if problem is not None:
                problems.append(RowProblem(path.name, line, *problem))
                continue
            seen[statement] = line
            yield CommentRow(
                line=line,
                statement=statement,
                text=fields[text_at],
                author=fields[author_at].strip() if author_at is not None else "",
                moderated=int(moderated or "0"),
                meta=meta_at is not None and fields[meta_at].strip().casefold() in ("1", "true", "t", "yes"),
                columns=dict(zip(header, fields, strict=True)),
            )


def _comment_problem(statement: str, moderated: str, seen: dict[str, int]) -> tuple[str, str] | None:
    if not statement:
        return "no-statement", "it has no statement number"
    if statement in seen:
        return "statement-again", f"statement {statement} was given before, on line {seen[statement]}"
    if moderated not in ("-1", "0", "1", ""):
        return "moderated", f"moderated is '{moderated[:40]}'; it must be -1 (out), 0 (not moderated) or 1 (accepted)"
    return None


def _participants(path: Path, problems: list[RowProblem]) -> Iterator[ParticipantRow]:
    with open_text(path) as stream:
        table = DelimitedFile(stream, file=path.name)
        header = table.header
        place = need_column(header, "participant", file=path.name)
        kept = [at for at, name in enumerate(header) if not name.strip().lstrip("-").isdigit()]
        for line, fields in table.rows():
            if len(fields) != len(header):
                reason = f"it has {len(fields)} columns where the header has {len(header)}"
                problems.append(RowProblem(path.name, line, "column-count", reason))
                continue
            yield ParticipantRow(line, fields[place].strip(), {header[at]: fields[at] for at in kept})
