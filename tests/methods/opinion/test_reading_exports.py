"""Polis exports, real and made."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pshub.methods.opinion.polis_export import read_polis_export
from pshub.methods.opinion.problems import Notice, VotesError
from pshub.methods.opinion.reading import read_votes

CONVERSATIONS = [
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.affordable-housing",
    "ssis.land-bank-farmland",
    "vtaiwan.uberx",
]
COMMENTS = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"


def export(folder: Path, *, comments: str = "1,x,1,5,1,0,1,Open late\n", votes: str = "1,x,1,5,1\n") -> Path:
    (folder / "summary.csv").write_text('topic,Libraries\nconversation-description,"a\nb"\n', encoding="utf-8")
    (folder / "comments.csv").write_text(COMMENTS + comments, encoding="utf-8")
    (folder / "votes.csv").write_text("timestamp,datetime,comment-id,voter-id,vote\n" + votes, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_votes_that_count_are_those_of_the_export_s_own_matrix(shared_data: Path, name: str) -> None:
    folder = shared_data / "polis" / name
    votes = read_votes(folder)
    ours = {
        (votes.participants[row], votes.statements[column]): value
        for row, column, value in zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True)
    }
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as stream:
        theirs = {
            (row["participant"], statement): int(vote)
            for row in csv.DictReader(stream)
            for statement, vote in row.items()
            if statement.isdigit() and vote
        }
    different = {cell for cell in ours.keys() | theirs.keys() if ours.get(cell) != theirs.get(cell)}
    assert not different


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_an_export_keeps_its_texts_moderation_and_every_column(shared_data: Path, name: str) -> None:
    folder = shared_data / "polis" / name
    found = read_polis_export(folder)
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [comment.columns for comment in found.comments] == rows
    assert found.topic
    assert not found.problems


def test_the_wide_matrix_of_an_export_gives_the_same_votes_as_its_rows(shared_data: Path) -> None:
    folder = shared_data / "polis" / "london.youth.policing"
    rows, matrix = read_votes(folder), read_votes(folder / "participants-votes.csv")
    assert (rows.participants, rows.statements) == (matrix.participants, matrix.statements)
    assert rows.values.tolist() == matrix.values.tolist()


def test_rows_that_cannot_be_taken_are_named_and_the_others_kept(tmp_path: Path) -> None:
    comments = "1,x,1,5,1,0,1,Open late\n2,x,1,5,1,0,1,Again\n3,x,2,5,1,0,7,Odd\n4,x,,5,1,0,1,None\n5,x,3,5\n"
    found = read_polis_export(export(tmp_path, comments=comments))
    assert [(problem.line, problem.code) for problem in found.problems] == [
        (3, "statement-again"),
        (4, "moderated"),
        (5, "no-statement"),
        (6, "column-count"),
    ]
    assert [comment.statement for comment in found.comments] == ["1"]
    assert found.description == "a\nb"


def test_the_command_refuses_an_export_with_a_bad_statement(tmp_path: Path) -> None:
    with pytest.raises(VotesError, match=r"comments\.csv: 1 row\(s\) can't be taken"):
        read_votes(export(tmp_path, comments="1,x,1,5,1,0,9,Open late\n"))


def test_statements_without_votes_or_without_text_are_said(tmp_path: Path) -> None:
    told: list[Notice] = []
    comments = "1,x,1,5,1,0,1,Open late\n1,x,4,5,1,0,1,Nobody voted\n"
    read_votes(export(tmp_path, comments=comments, votes="1,x,1,5,1\n1,x,9,5,1\n"), on_notice=told.append)
    messages = {notice.code: notice.message for notice in told}
    assert "One statement has no vote" in messages["statements-without-votes"]
    assert messages["unknown-statements"].endswith("9.")


def test_texts_can_come_from_a_file_beside_the_votes(tmp_path: Path) -> None:
    folder = export(tmp_path)
    votes = read_votes(folder / "votes.csv", statements=folder / "comments.csv")
    assert votes.texts == ("Open late",)


def test_a_votes_file_without_its_columns_makes_no_export(tmp_path: Path) -> None:
    folder = export(tmp_path)
    (folder / "votes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(VotesError, match="no column for the participant"):
        read_polis_export(folder)
