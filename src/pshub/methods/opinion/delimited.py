"""Rows of CSV files with their line numbers, and what is wrong with such a file as a whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pshub.methods.opinion.problems import VotesError

DELIMITERS = (",", ";", "\t")
# The csv module keeps one limit for the whole process: raise it once, to what a memory-safe statement can need.
FIELD_LIMIT = 1 << 20

ROLES: dict[str, tuple[str, ...]] = {
    "participant": ("participant", "participant-id", "voter-id", "voter", "pid", "user-id", "respondent-id"),
    "statement": ("statement", "statement-id", "comment-id", "comment", "tid", "sid"),
    "vote": ("vote", "vote-value", "value", "choice"),
    "timestamp": ("timestamp", "time", "created-at", "modified", "voted-at"),
    "datetime": ("datetime", "date-time"),
    "text": ("statement-text", "comment-body", "text", "txt", "body"),
    "author": ("author-id", "author"),
    "agrees": ("agrees", "agree-count"),
    "disagrees": ("disagrees", "disagree-count"),
    "moderated": ("moderated", "mod", "moderated-out"),
    "meta": ("is-meta", "meta"),
}


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", "-").replace(" ", "-")


def find_column(header: Sequence[str], role: str, *, file: str) -> int | None:
    """Return the place of the column that plays a role, by its name, or None.

    The first spelling in ``ROLES`` that occurs wins, so that a file with ``comment-id`` and ``comment`` is no
    riddle; the same spelling twice is.

    Raises
    ------
    VotesError
        ``ambiguous-column`` where one spelling names two columns.
    """
    names = [_plain(name) for name in header]
    for spelling in ROLES[role]:
        places = [place for place, name in enumerate(names) if name == spelling]
        if len(places) > 1:
            found = ", ".join(header[place] for place in places)
            raise VotesError("ambiguous-column", file=file, wanted=f"the {role}", count=len(places), found=found)
        if places:
            return places[0]
    return None


def need_column(header: Sequence[str], role: str, *, file: str) -> int:
    """Return the place of the column that plays a role.

    Raises
    ------
    VotesError
        ``missing-column``, naming the columns that are there and the names that would do.
    """
    place = find_column(header, role, file=file)
    if place is None:
        found = ", ".join(name.strip() or "(no name)" for name in header[:12])
        if len(header) > 12:
            found += f" and {len(header) - 12} more"
        accepted = " or ".join(f"'{name}'" for name in ROLES[role][:4])
        raise VotesError("missing-column", file=file, wanted=f"the {role}", found=found, accepted=accepted)
    return place


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 file, with or without a byte order mark.

    Raises
    ------
    VotesError
        ``not-found``, ``unreadable``, ``empty``, or ``encoding`` with the line of the first bad byte.
    """
    try:
        if path.stat().st_size == 0:
            raise VotesError("empty", file=path.name)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
    except UnicodeDecodeError:
        line, byte = _first_bad_byte(path)
        raise VotesError("encoding", file=path.name, line=line, byte=byte) from None
    except FileNotFoundError:
        raise VotesError("not-found", source=path.name) from None
    except OSError as problem:
        raise VotesError("unreadable", file=path.name, reason=problem.strerror or "unknown reason") from None


def _first_bad_byte(path: Path) -> tuple[int, int]:
    with path.open("rb") as stream:
        for line, raw in enumerate(stream, start=1):
            try:
                raw.decode("utf-8")
            except UnicodeDecodeError as problem:
                return line, raw[problem.start]
    return 1, 0


class DelimitedFile:
    """An open CSV file: its header, then its rows with the line on which each begins.

    Comma, semicolon and tab are recognised from the header line; CR LF, LF and quoted line breaks are all accepted.
    """

    def __init__(self, stream: TextIO, *, file: str) -> None:
        csv.field_size_limit(FIELD_LIMIT)
        self.file = file
        first = stream.readline()
        stream.seek(0)
        delimiter = max(DELIMITERS, key=first.count)
        self._stream = stream
        self._reader = csv.reader(stream, delimiter=delimiter, strict=True)
        header = next(self._rows(), None)
        if header is None or not any(name.strip() for name in header[1]):
            raise VotesError("empty", file=file)
        self.header: list[str] = header[1]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, fields) of each row that is not blank.

        Raises
        ------
        VotesError
            ``malformed`` where quotation marks do not pair or a field is longer than ``FIELD_LIMIT``.
        """
        return self._rows()

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        reader = self._reader
        line = reader.line_num + 1
        try:
            for fields in reader:
                if fields:
                    yield line, fields
                line = reader.line_num + 1
        except csv.Error as problem:
            raise VotesError("malformed", file=self.file, line=line, reason=str(problem)) from None
