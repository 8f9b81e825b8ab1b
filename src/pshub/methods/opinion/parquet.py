"""Votes from Parquet, through Polars, which is imported only when such a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pshub.methods.opinion.delimited import find_column, need_column
from pshub.methods.opinion.problems import RowProblem, VotesError
from pshub.methods.opinion.table import refuse_problems, statement_places, table_form
from pshub.methods.opinion.vote_columns import VoteColumns
from pshub.methods.opinion.vote_rows import VOTE_VALUES

if TYPE_CHECKING:
    import polars


def read_parquet(path: Path) -> tuple[VoteColumns, dict[str, str]]:
    """Read vote events, and the statement texts that repeat beside them, from a Parquet file.

    The columns are recognised by the same names as those of a CSV. Rows are counted from 1.

    Raises
    ------
    VotesError
        ``parquet`` where the file can't be read; ``missing-column``; ``rows`` where any row can't be taken.
    """
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise VotesError("parquet", file=path.name, reason=str(problem).splitlines()[0]) from None
    file = path.name
    header = frame.columns
    if table_form(header, file=file) == "wide":
        person = header[need_column(header, "participant", file=file)]
        answers = [header[place] for place in statement_places(header, file=file)]
        frame = (
            frame.with_row_index("line", offset=1)
            .unpivot(answers, index=["line", person], variable_name="statement", value_name="vote")
            .rename({person: "participant"})
            .drop_nulls("vote")
        )
        header = ["participant", "statement", "vote"]
    else:
        frame = frame.with_row_index("line", offset=1)
    names = {role: header[need_column(header, role, file=file)] for role in ("participant", "statement", "vote")}
    participant, statement = (
        frame[names[role]].cast(pl.String).str.strip_chars() for role in ("participant", "statement")
    )
    votes = frame[names["vote"]].cast(pl.String).str.strip_chars().str.to_lowercase()
    values = votes.replace_strict(VOTE_VALUES, default=None, return_dtype=pl.Int8)
    _refuse_bad_rows(frame["line"], participant, statement, votes, values, file=file)
    time_at = find_column(header, "timestamp", file=file)
    text_at = find_column(header, "text", file=file)
    texts: dict[str, str] = {}
    if text_at is not None:
        pairs = zip(statement.to_list(), frame[header[text_at]].cast(pl.String).to_list(), strict=True)
        texts = {label: text for label, text in pairs if text}
    people, rows = _indexed(participant)
    labels, columns = _indexed(statement)
    return (
        VoteColumns(
            participants=people,
            statements=labels,
            rows=rows,
            columns=columns,
            values=values.to_numpy().astype(np.int8),
            timestamps=_milliseconds(frame[header[time_at]], file=file)
            if time_at is not None
            else np.zeros(len(rows), np.int64),
        ),
        texts,
    )


def _refuse_bad_rows(
    line: polars.Series,
    participant: polars.Series,
    statement: polars.Series,
    votes: polars.Series,
    values: polars.Series,
    *,
    file: str,
) -> None:
    problems: list[RowProblem] = []
    bad_people = participant.is_null() | (participant == "").fill_null(False)
    bad_statements = statement.is_null() | (statement == "").fill_null(False)
    bad = bad_people | bad_statements | values.is_null()
    for place in bad.arg_true().head(5).to_list():
        if bad_people[place]:
            code, reason = "no-participant", "it names no participant"
        elif bad_statements[place]:
            code, reason = "no-statement", "it names no statement"
        else:
            shown = str(votes[place])[:40]
            code, reason = "vote-value", f"the vote is '{shown}'; it must be 1 (agree), -1 (disagree) or 0 (pass)"
        problems.append(RowProblem(file, int(line[place]), code, reason))
    refuse_problems(problems, count=int(bad.sum()), file=file)


def _indexed(labels: polars.Series) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    codes = labels.rank("dense").to_numpy().astype(np.int64) - 1
    return labels.unique().sort().to_list(), codes


def _milliseconds(times: polars.Series, *, file: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    import polars as pl

    if times.dtype == pl.String:
        times = times.str.to_datetime(strict=False, time_zone="UTC")
    if times.dtype.is_temporal():
        times = times.dt.timestamp("ms")
    if not times.dtype.is_numeric() or times.null_count():
        raise VotesError("parquet", file=file, reason="its times are missing or not times")
    return times.cast(pl.Int64).to_numpy().astype(np.int64)
