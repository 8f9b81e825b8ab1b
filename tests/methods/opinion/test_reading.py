"""Votes files as people have them: every form that is read, and what is said of those that can't be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pshub.methods.opinion.problems import Notice, RowProblem, VotesError
from pshub.methods.opinion.reading import read_votes
from pshub.methods.opinion.vote_rows import VoteRow, vote_rows
from pshub.methods.opinion.votes import Votes

HEADER = "timestamp,datetime,comment-id,voter-id,vote"
LONG = "participant,statement,vote\nann,1,1\nann,2,-1\nbob,1,0\n"


def cells(votes: Votes) -> dict[tuple[str, str], int]:
    """Return the votes by (participant, statement)."""
    return {
        (votes.participants[row], votes.statements[column]): value
        for row, column, value in zip(votes.rows.tolist(), votes.columns.tolist(), votes.values.tolist(), strict=True)
    }


def write(folder: Path, text: str | bytes, name: str = "votes.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def read(folder: Path, text: str | bytes) -> dict[tuple[str, str], int]:
    return cells(read_votes(write(folder, text)))


def refusal(folder: Path, text: str | bytes) -> VotesError:
    with pytest.raises(VotesError) as caught:
        read_votes(write(folder, text))
    return caught.value


def notices(source: Path) -> dict[str, str]:
    told: list[Notice] = []
    read_votes(source, on_notice=told.append)
    return {notice.code: notice.message for notice in told}


EXPECTED = {("ann", "1"): 1, ("ann", "2"): -1, ("bob", "1"): 0}


@pytest.mark.parametrize(
    "header",
    [
        "participant,statement,vote",
        "voter-id,comment-id,vote",
        "voter_id,comment_id,vote",
        "pid,tid,vote",
        "PID, Tid ,Vote",
    ],
)
def test_columns_are_recognised_by_their_usual_names(tmp_path: Path, header: str) -> None:
    assert read(tmp_path, header + LONG[LONG.index("\n") :]) == EXPECTED


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_line_ends_byte_order_marks_and_delimiters_make_no_difference(
    tmp_path: Path, line_end: str, mark: str, delimiter: str
) -> None:
    assert read(tmp_path, mark + LONG.replace("\n", line_end).replace(",", delimiter)) == EXPECTED


def test_the_wide_form_has_a_line_a_person_and_leaves_unseen_statements_empty(tmp_path: Path) -> None:
    assert read(tmp_path, "participant,group-id,n-votes,1,2\nann,0,2,1,-1\nbob,,1,0,\n") == EXPECTED


def test_spreadsheet_spellings_of_votes_are_read(tmp_path: Path) -> None:
    text = "participant,statement,vote\nann,1,1.0\nann,2,\u22121\nbob,1,Pass\n"
    assert read(tmp_path, text) == EXPECTED


def test_labels_like_007_stay_as_they_are(tmp_path: Path) -> None:
    assert read(tmp_path, "participant,statement,vote\n007,1,1\n7,1,-1\n") == {("007", "1"): 1, ("7", "1"): -1}


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    import polars

    frame = polars.DataFrame({"voter-id": ["ann", "ann", "bob"], "comment-id": [1, 2, 1], "vote": [1, -1, 0]})
    frame.write_parquet(tmp_path / "votes.parquet")
    assert cells(read_votes(tmp_path / "votes.parquet")) == EXPECTED


def test_a_bad_vote_in_parquet_is_named_by_its_row(tmp_path: Path) -> None:
    import polars

    polars.DataFrame({"pid": [1, 2], "tid": [1, 1], "vote": [1, 7]}).write_parquet(tmp_path / "v.parquet")
    with pytest.raises(VotesError, match="Line 2: the vote is '7'"):
        read_votes(tmp_path / "v.parquet")


def test_a_file_that_is_not_parquet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VotesError, match="can't be read as Parquet"):
        read_votes(write(tmp_path, b"no parquet at all", "v.parquet"))


def test_the_last_vote_by_time_counts_and_of_equal_times_the_last_in_the_file(tmp_path: Path) -> None:
    rows = ["30,x,1,1,1", "20,x,1,1,-1", "50,x,2,1,1", "50,x,2,1,0"]
    source = write(tmp_path, "\n".join([HEADER, *rows]))
    assert cells(read_votes(source)) == {("1", "1"): 1, ("1", "2"): 0}
    assert "the last by its time counts" in notices(source)["voted-again"]


def test_without_times_the_last_vote_in_the_file_counts_and_that_is_said(tmp_path: Path) -> None:
    source = write(tmp_path, "participant,statement,vote\nann,1,1\nann,1,-1\nbob,1,1\n")
    assert cells(read_votes(source))["ann", "1"] == -1
    assert "the last in the file counts" in notices(source)["voted-again"]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(-1, 1)), min_size=1, max_size=40),
    st.sampled_from(["", "x"]),
)
def test_the_quick_reader_of_numbers_and_the_reader_of_rows_agree(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]], prefix: str
) -> None:
    folder = tmp_path_factory.mktemp("agree")
    lines = [f"{prefix}{person},{statement},{vote}" for person, statement, vote in rows]
    expected = {(f"{prefix}{person}", str(statement)): vote for person, statement, vote in rows}
    assert read(folder, "\n".join(["participant,statement,vote", *lines])) == expected


def test_a_missing_column_is_named_with_what_is_there_and_what_would_do(tmp_path: Path) -> None:
    error = refusal(tmp_path, "person,statement,vote\nann,1,1\n")
    assert error.code == "missing-column"
    assert "no column for the participant" in str(error)
    assert "person, statement, vote" in str(error)
    assert "'voter-id'" in str(error)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "pid,tid,vote,vote\n1,1,1,1\n").code == "ambiguous-column"


@pytest.mark.parametrize("value", ["2", "yes", "", "-2", "1,5"])
def test_a_value_that_is_no_vote_is_named_by_its_line(tmp_path: Path, value: str) -> None:
    error = refusal(tmp_path, f'participant,statement,vote\nann,1,1\nbob,1,"{value}"\n')
    assert error.code == "rows"
    assert "Line 3" in str(error)
    assert "-1 (disagree)" in str(error)


def test_many_bad_rows_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "pid,tid,vote\n" + "1,1,9\n" * 50)
    assert "50 row(s) can't be taken" in str(error)
    assert "And 45 more" in str(error)


def test_the_line_of_a_row_is_right_after_quoted_line_breaks(tmp_path: Path) -> None:
    text = 'participant,statement,vote,text\nann,1,1,"two\nlines"\nbob,1,5,x\n'
    assert "Line 4" in str(refusal(tmp_path, text))


def test_a_row_with_too_few_columns_is_named(tmp_path: Path) -> None:
    assert "Line 2: it has 2 columns where the header has 3" in str(refusal(tmp_path, "pid,tid,vote\n1,1\n"))


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    assert "is empty" in str(refusal(tmp_path, text))


def test_a_file_of_column_names_alone_has_no_votes(tmp_path: Path) -> None:
    assert refusal(tmp_path, "pid,tid,vote\n").code == "no-votes"


def test_another_encoding_is_refused_with_the_line_and_the_byte(tmp_path: Path) -> None:
    error = refusal(tmp_path, "pid,tid,vote,text\n1,1,1,ok\n2,1,1,caf\u00e9\n".encode("latin-1"))
    assert "line 3" in str(error)
    assert "0xE9" in str(error)
    assert "CSV UTF-8" in str(error)


def test_utf_16_is_refused_as_another_encoding(tmp_path: Path) -> None:
    assert refusal(tmp_path, LONG.encode("utf-16")).code == "encoding"


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, 'pid,tid,vote,text\n1,1,1,fine\n2,1,1,"never closed\n3,1,1,x\n')
    assert error.code == "malformed"
    assert "line 3" in str(error)


def test_a_folder_that_is_no_export_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path, LONG)
    with pytest.raises(VotesError, match=r"comments\.csv and summary\.csv are missing"):
        read_votes(tmp_path)


def test_a_path_that_is_not_there_and_a_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(VotesError, match="does not exist"):
        read_votes(tmp_path / "nothing.csv")
    with pytest.raises(VotesError, match=r"can't be read\. Give"):
        read_votes(write(tmp_path, b"x", "votes.png"))


def test_one_voter_one_statement_and_votes_all_alike_are_said(tmp_path: Path) -> None:
    told = notices(write(tmp_path, "pid,tid,vote\n1,1,1\n"))
    assert {"one-participant", "one-statement"} <= set(told)
    assert "all-alike" in notices(write(tmp_path, "pid,tid,vote\n1,1,1\n2,1,1\n"))


def test_people_without_votes_are_left_out_and_counted(tmp_path: Path) -> None:
    source = write(tmp_path, "participant,1,2\nann,1,0\nbob,,\n")
    assert read_votes(source).participants == ("ann",)
    assert "One participant cast no vote" in notices(source)["no-votes-cast"]


TEXTS = [
    "<script>alert('x')</script> & <b>bold</b>",
    "يجب أن تفتح المكتبات يوم الأحد",
    "Open longer 📚👩🏽‍🏫",
    "wide " * 2000,
    'A "quoted" word,\nand a second line',
]


@pytest.mark.parametrize("text", TEXTS)
def test_statement_texts_come_through_unchanged(tmp_path: Path, text: str) -> None:
    quoted = text.replace('"', '""')
    source = write(tmp_path, f'participant,statement,vote,text\nann,1,1,"{quoted}"\nbob,1,-1,"{quoted}"\n')
    assert read_votes(source).texts == (text,)


def test_rows_come_out_one_by_one_with_their_lines_and_problems_in_their_places(tmp_path: Path) -> None:
    rows = list(vote_rows(write(tmp_path, f"{HEADER}\n5,then,1,7,1\n6,then,1,8,4\n7,then,2,7,-1\n")))
    assert rows[0] == VoteRow(2, "7", "1", 1, 5, "then", "")
    assert isinstance(rows[1], RowProblem)
    assert rows[1].line == 3
    assert isinstance(rows[2], VoteRow)


def test_a_time_that_is_no_time_is_named(tmp_path: Path) -> None:
    assert "the time 'soon' can't be read" in str(refusal(tmp_path, f"{HEADER}\nsoon,x,1,1,1\n"))


def test_progress_reaches_the_end_of_a_long_file(tmp_path: Path) -> None:
    source = write(tmp_path, "pid,tid,vote\n" + "".join(f"{person},1,1\n" for person in range(1000)))
    told: list[float] = []
    read_votes(source, progress=told.append)
    assert told[-1] == 1.0
