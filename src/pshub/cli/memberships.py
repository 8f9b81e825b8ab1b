"""Groups that an analyst gives, instead of those that would be found."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pshub.methods.opinion import OpinionError, Votes

PARTICIPANT_NAMES = ("participant", "participant_id", "participant-id", "pid", "voter-id")
GROUP_NAMES = ("group", "group-id", "group_id")
MESSAGES = {
    "missing": "{file}: there is no column for the {wanted}. Name one of them {accepted}.",
    "unknown": "{file}, line {line}: nobody called {found!r} voted.",
    "unreadable": "{file} can't be read: {reason}.",
}


def read_memberships(path: Path, *, votes: Votes) -> NDArray[np.int8]:
    """Read a CSV with a column for the participant and one for the group; an empty group is no group.

    The file participants-votes.csv of a Polis export has both.

    Returns
    -------
    int8, length n: groups numbered in the order of their labels, -1 for those without one.

    Raises
    ------
    OpinionError
        A column is missing, or a participant is not among the votes.
    """
    given: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            person = _column(path, reader.fieldnames or [], "participant", PARTICIPANT_NAMES)
            group = _column(path, reader.fieldnames or [], "group", GROUP_NAMES)
            known = frozenset(votes.participants)
            for row in reader:
                label = (row[group] or "").strip()
                if not label:
                    continue
                if row[person] not in known:
                    raise _error("unknown", file=path.name, line=reader.line_num, found=row[person])
                given[row[person]] = label
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise _error("unreadable", file=path.name, reason=problem) from None
    numbers = {label: number for number, label in enumerate(sorted(set(given.values())))}
    return np.array([numbers.get(given.get(label, ""), -1) for label in votes.participants], dtype=np.int8)


def _column(path: Path, names: Sequence[str], wanted: str, accepted: tuple[str, ...]) -> str:
    for name in names:
        if name.strip().lower() in accepted:
            return name
    raise _error("missing", file=path.name, wanted=wanted, accepted=" or ".join(accepted))


def _error(code: str, **params: object) -> OpinionError:
    return OpinionError(f"memberships-{code}", MESSAGES[code], **params)
