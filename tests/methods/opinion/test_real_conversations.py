"""Six real conversations: votes counted as Polis counted them, and our groups beside Polis's."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from pshub.methods.canonical import canonical_json
from pshub.methods.opinion import Votes, analyse

# How many groups we find; Polis, with its own history, has the same number in each.
GROUPS = {
    "london.youth.policing": 3,
    "15-per-hour-seattle": 2,
    "scoop-hivemind.affordable-housing": 2,
    "ssis.land-bank-farmland": 2,
    "canadian-electoral-reform": 2,
    "vtaiwan.uberx": 2,
}


def participants_votes(shared_data: Path, name: str) -> dict[str, dict[str, str]]:
    with (shared_data / "polis" / name / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        return {row["participant"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", GROUPS)
def test_votes_are_those_that_polis_counted(real_votes: Callable[[str], Votes], shared_data: Path, name: str) -> None:
    votes = real_votes(name)
    theirs = participants_votes(shared_data, name)
    columns = [label for label in next(iter(theirs.values())) if label.isdigit()]
    ours = {
        (votes.participants[row], votes.statements[column]): str(value)
        for row, column, value in zip(votes.rows, votes.columns, votes.values.tolist(), strict=True)
    }
    cells = {(who, label): row[label] for who, row in theirs.items() for label in columns if row[label] != ""}
    assert {cell: value for cell, value in ours.items() if cell[1] in columns} == cells
    for who, row in theirs.items():
        cast = [value for label in columns if (value := ours.get((who, label))) is not None]
        assert (cast.count("1"), cast.count("-1")) == (int(row["n-agree"]), int(row["n-disagree"]))


@pytest.mark.parametrize("name", GROUPS)
def test_groups_beside_those_of_polis(
    real_votes: Callable[[str], Votes], shared_data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    votes = real_votes(name)
    drawn = analyse(votes)
    theirs = participants_votes(shared_data, name)
    both = [
        (theirs[label]["group-id"], group)
        for label, group in zip(votes.participants, drawn.group_of.tolist(), strict=True)
        if group >= 0 and label in theirs and theirs[label]["group-id"] != ""
    ]
    index = adjusted_rand_score([pair[0] for pair in both], [pair[1] for pair in both])
    with capsys.disabled():
        sizes = ", ".join(f"{group.label} {group.size}" for group in drawn.groups)
        print(f"\n{name}: {sizes}; adjusted Rand index beside Polis's group-id {index:.2f}")
    assert drawn.structure.holds
    assert drawn.axes.status == "two"
    assert len(drawn.groups) == GROUPS[name] == len({row["group-id"] for row in theirs.values()} - {""})
    assert np.array_equal(drawn.group_of >= 0, drawn.in_conversation)
    assert canonical_json(drawn.result())
