"""What differs between the votes of two snapshots, and a snapshot without people who were erased."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Hashable, Iterator, Mapping

from pshub.practice.conversations.snapshots import VOTES_FILE, rows_to_files


def votes_by_person(files: Mapping[str, bytes]) -> dict[Hashable, dict[Hashable, int]]:
    r"""Return the votes of a snapshot's files by person and statement.

    Examples
    --------
    >>> votes_by_person({"votes.csv": b"participant,statement,vote\na,1,-1\na,2,0\n"})
    {'a': {'1': -1, '2': 0}}
    """
    people: dict[Hashable, dict[Hashable, int]] = {}
    for person, statement, vote in _rows(files):
        people.setdefault(person, {})[statement] = vote
    return people


def people_changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> int:
    """Return how many people's votes differ between two snapshots, those who came or went included."""
    from pshub.methods.disclosure import participants_changed

    return participants_changed(votes_by_person(before), votes_by_person(after))


def files_without(files: Mapping[str, bytes], *, remaining: Collection[Hashable]) -> dict[str, bytes] | None:
    """Return a snapshot's files with the votes of the remaining people only; None where nobody is missing."""
    rows = list(_rows(files))
    kept = [row for row in rows if row[0] in remaining]
    if len(kept) == len(rows):
        return None
    return {**files, VOTES_FILE: rows_to_files(kept, [])[VOTES_FILE]}


def _rows(files: Mapping[str, bytes]) -> Iterator[tuple[str, str, int]]:
    rows = csv.reader(io.StringIO(files[VOTES_FILE].decode("utf-8"), newline=""))
    next(rows)
    for person, statement, vote in rows:
        yield person, statement, int(vote)
