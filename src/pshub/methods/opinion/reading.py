"""Votes from a file: a Polis export folder, a CSV in the long or the wide form, or Parquet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pshub.methods.opinion.delimited import DelimitedFile, open_text
from pshub.methods.opinion.polis_export import CommentRow, read_comments, read_polis_export
from pshub.methods.opinion.problems import Notice, VotesError
from pshub.methods.opinion.table import gather, read_long, refuse_problems, table_form, wide_rows
from pshub.methods.opinion.vote_columns import VoteColumns, votes_from_columns
from pshub.methods.opinion.votes import Votes

TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt"))
PARQUET_SUFFIXES = frozenset((".parquet", ".pq"))


def read_votes(
    source: Path,
    *,
    statements: Path | None = None,
    on_notice: Callable[[Notice], None] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Votes:
    """Read the votes that count from a source.

    Parameters
    ----------
    source
        A Polis export folder; a CSV with columns for the participant, the statement and the vote (see ``ROLES`` in
        `delimited` for their names), or with a line a person and a column a statement; or a Parquet file of either
        form.
    statements
        A CSV of statements with their texts, in the form of a Polis comments.csv; for sources that hold no texts.
    on_notice
        Told what a reader of the result should know: votes cast again, people without votes, one voter.
    progress
        Called now and then with the share of the source that has been read.

    Returns
    -------
    Votes
        People and statements in the order of their labels (whole numbers by value), without those that have no vote.

    Raises
    ------
    VotesError
        Where the source can't be read or any of its rows can't be taken; nothing is read then.
    """
    source = Path(source)
    if not source.exists():
        raise VotesError("not-found", source=source)
    notices: list[Notice] = []
    comments: tuple[CommentRow, ...] = ()
    texts: dict[str, str] = {}
    if source.is_dir():
        export = read_polis_export(source)
        in_the_way = [problem for problem in export.problems if problem.file == "comments.csv"]
        refuse_problems(in_the_way, count=len(in_the_way), file="comments.csv")
        comments = export.comments
        events, _ = read_long(source / "votes.csv", progress=progress)
        voted = frozenset(events.participants)
        silent = sum(person.participant not in voted for person in export.participants)
        _tell_silent(silent, notices)
    elif source.suffix.lower() in TEXT_SUFFIXES:
        events, texts = _read_table(source, notices, progress)
    elif source.suffix.lower() in PARQUET_SUFFIXES:
        from pshub.methods.opinion.parquet import read_parquet

        events, texts = read_parquet(source)
    else:
        raise VotesError("unknown-type", source=source)
    if statements is not None:
        comments = read_comments(statements)
    votes, more = votes_from_columns(
        events,
        texts=texts | {comment.statement: comment.text for comment in comments},
        moderated_out=(comment.statement for comment in comments if comment.moderated == -1),
        meta=(comment.statement for comment in comments if comment.meta),
        source=source.name,
    )
    notices += _statement_notices(comments, votes) + more
    if on_notice is not None:
        for notice in notices:
            on_notice(notice)
    return votes


def _read_table(
    source: Path, notices: list[Notice], progress: Callable[[float], None] | None
) -> tuple[VoteColumns, dict[str, str]]:
    with open_text(source) as stream:
        header = DelimitedFile(stream, file=source.name).header
    if table_form(header, file=source.name) == "long":
        return read_long(source, progress=progress)
    events, texts = gather(wide_rows(source), file=source.name)
    with open_text(source) as stream:
        people = sum(1 for _ in DelimitedFile(stream, file=source.name).rows())
    _tell_silent(people - len(events.participants), notices)
    return events, texts


def _tell_silent(count: int, notices: list[Notice]) -> None:
    if count == 1:
        notices.append(Notice("no-votes-cast", "One participant cast no vote and is left out."))
    elif count:
        notices.append(Notice("no-votes-cast", f"{count:,} participants cast no vote and are left out."))


def _statement_notices(comments: tuple[CommentRow, ...], votes: Votes) -> list[Notice]:
    if not comments:
        return []
    notices: list[Notice] = []
    known = {comment.statement for comment in comments}
    voted = set(votes.statements)
    if unseen := len(known - voted):
        said = "One statement has no vote and is" if unseen == 1 else f"{unseen:,} statements have no vote and are"
        notices.append(Notice("statements-without-votes", f"{said} left out."))
    if unknown := sorted(voted - known):
        shown = ", ".join(unknown[:5]) + (" and others" if len(unknown) > 5 else "")
        notices.append(Notice("unknown-statements", f"No text is given for the statements voted on: {shown}."))
    return notices
