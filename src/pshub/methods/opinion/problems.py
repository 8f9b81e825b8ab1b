"""What can be wrong with a votes file, and how that is said: errors, notices and problems of single rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pshub.methods.opinion.errors import OpinionError

MESSAGES = {
    "not-found": "{source} does not exist. Check the path.",
    "not-an-export": (
        "{source} is not a Polis export: {missing} missing. An export folder holds votes.csv, comments.csv and "
        "summary.csv. To map a single votes file, give the path of that file."
    ),
    "unknown-type": (
        "{source}: this kind of file can't be read. Give a Polis export folder, a CSV file (.csv, .tsv, .txt) or a "
        "Parquet file (.parquet)."
    ),
    "unreadable": "{file} can't be opened: {reason}.",
    "empty": "{file} is empty. A votes file needs a line of column names and at least one vote.",
    "encoding": (
        "{file}, line {line}: the text is not UTF-8 (byte 0x{byte:02X}). Save the file again as 'CSV UTF-8', then try "
        "again."
    ),
    "malformed": "{file}, line {line}: the CSV can't be read there ({reason}). Check the quotation marks on that line.",
    "missing-column": ("{file}: there is no column for {wanted}. Columns found: {found}. Name one of them {accepted}."),
    "ambiguous-column": "{file}: {count} columns could hold {wanted}: {found}. Keep one and rename or remove the rest.",
    "rows": "{file}: {count} row(s) can't be taken, so nothing was read. {first}",
    "no-votes": "{file}: no votes were found under the column names.",
    "too-many-statements": (
        "{file}: {count} statements were found and at most {limit} can be mapped. Check that the statement column "
        "holds statement numbers."
    ),
    "parquet": "{file} can't be read as Parquet: {reason}.",
}


class VotesError(OpinionError):
    """A votes source can't be read.

    Attributes
    ----------
    code
        Stable identifier, a key of ``MESSAGES``; other layers may word it anew from `params`.
    params
        What the message names: file, line, columns.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, MESSAGES[code], **params)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a votes source that its reader should know, though it could be read."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that can't be taken: in which file, on which line (1 is the header), and why."""

    file: str
    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"
