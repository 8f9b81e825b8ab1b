"""What a reader is given of an opinion map, attacked: rows about few people, people's places, subtraction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pshub.methods.canonical import canonical_json
from pshub.methods.disclosure import MINIMUM, ROUND_TO
from pshub.methods.opinion import OpinionMap, Parameters, Votes, analyse, read_votes
from pshub.practice.conversations.findings import OPINION_MAP, sealed_result
from pshub.practice.conversations.snapshots import (
    BadSnapshot,
    StatementRow,
    files_to_votes,
    rows_to_files,
    votes_to_files,
)

CONVERSATIONS = [
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.affordable-housing",
    "ssis.land-bank-farmland",
    "vtaiwan.uberx",
]


class Released(NamedTuple):
    """A map, its exact result, and what is released of it."""

    drawn: OpinionMap
    exact: dict[str, Any]
    public: dict[str, Any]


def release(votes: Votes, *, seed: int = 0) -> Released:
    parameters = Parameters(seed=seed)
    drawn = analyse(votes, parameters=parameters)
    exact = sealed_result(drawn)
    return Released(drawn, exact, OPINION_MAP.release(exact, parameters.to_dict()))


def planted(sizes: list[int], *, statements: int = 12, few: int = 0, seed: int = 0, skip: float = 0.2) -> Votes:
    """Return votes of planted groups, and of a few people who cast two votes only."""
    chance = np.random.default_rng(seed)
    sides = chance.choice((-1, 1), size=(len(sizes), statements))
    cast = []
    people = [group for group, size in enumerate(sizes) for _ in range(size)]
    for person, group in enumerate(people):
        for statement in range(statements):
            if chance.random() >= skip:
                vote = int(sides[group, statement]) if chance.random() < 0.9 else int(chance.integers(-1, 2))
                cast.append((str(person), str(statement), vote))
    for person in range(len(people), len(people) + few):
        cast += [(str(person), str(statement), 1) for statement in (0, 1)]
    voters = sorted({person for person, _, _ in cast}, key=int)
    return Votes.from_labels(
        participants=voters,
        statements=[str(statement) for statement in range(statements)],
        votes=cast,
        texts=[f"Statement {statement}" for statement in range(statements)],
    )


@pytest.fixture(scope="module", params=CONVERSATIONS)
def real(request: pytest.FixtureRequest, shared_data: Path) -> Released:
    return release(read_votes(shared_data / "polis" / request.param))


def served(public: dict[str, Any]) -> str:
    """Return everything that is served of a finding as text: data, tables, specifications, descriptions."""
    figures = OPINION_MAP.figures(public)
    return json.dumps(
        [
            public,
            [[table.title, table.rows, table.notes] for table in OPINION_MAP.tables(public)],
            [[figure.vega_lite, figure.description] for figure in figures],
            OPINION_MAP.summary(public),
        ],
        ensure_ascii=False,
    )


def count_cells(public: dict[str, Any]) -> Iterator[int]:
    """Yield every count of people in the public tables."""
    for table in OPINION_MAP.tables(public):
        counted = [at for at, column in enumerate(table.columns) if column.type == "integer"]
        rows = [row for row in table.rows if row[0] not in ("statements", "groups", "shared", "divisive")]
        yield from (row[at] for row in rows for at in counted if isinstance(row[at], int))


def check(case: Released) -> None:
    """Check every promise about rows and subtraction."""
    drawn, exact, public = case
    columns = {statement.id: column for column, statement in enumerate(drawn.statements)}
    rows = {group.label: row for row, group in enumerate(drawn.groups)}
    everybody = exact["counts"]["all"]
    for statement, counts in public["counts"].items():
        column = columns[statement]
        assert not drawn.statements[column].moderated_out
        assert sum(counts["all"]) >= MINIMUM
        assert sum(everybody[answer][column] for answer in ("agree", "disagree", "pass")) >= MINIMUM
        shown = 0
        for label, answers in counts["groups"].items():
            row = rows[label]
            people = int(drawn.agree[row, column] + drawn.disagree[row, column] + drawn.passed[row, column])
            assert people >= MINIMUM
            assert sum(answers) >= MINIMUM
            assert drawn.groups[row].size >= MINIMUM
            shown += people
        grouped = int(drawn.agree[:, column].sum() + drawn.disagree[:, column].sum() + drawn.passed[:, column].sum())
        seen = drawn.statements[column].seen
        # The few in no group are left out of the total; where that leaves too few, everybody is in it.
        total = grouped if 0 < seen - grouped < MINIMUM <= grouped else seen
        assert total - shown == 0 or total - shown >= MINIMUM
    assert all(count % ROUND_TO == 0 for count in count_cells(public))
    assert all(group["people"] >= MINIMUM for group in public["groups"])
    assert all(people >= MINIMUM for _, _, people in public["density"]["squares"])


def test_no_row_of_a_real_conversation_is_about_few_people_or_can_be_made_so_by_subtraction(real: Released) -> None:
    check(real)
    assert real.public["statements"]


def test_nothing_served_of_a_real_conversation_tells_a_person_s_place(real: Released) -> None:
    text = served(real.public)
    places = {value for place in real.drawn.positions.tolist() for value in place if abs(value) > 10**6}
    assert places
    assert not any(str(place) in text for place in places)
    coordinates = {repr(value) for place in real.drawn.coordinates.tolist() for value in place if value}
    assert not any(coordinate in text for coordinate in coordinates if len(coordinate) > 8)


def test_every_mark_of_the_map_is_a_statement_a_group_or_a_square_of_at_least_ten(real: Released) -> None:
    marks: list[dict[str, Any]] = []
    for figure in OPINION_MAP.figures(real.public):
        if figure.name == "opinion-map":
            marks = [value for layer in figure.vega_lite["layer"][1:] for value in layer["data"]["values"]]
    known = {entry["id"] for entry in real.public["statements"]}
    groups = {group["label"] for group in real.public["groups"]}
    assert marks
    for mark in marks:
        assert mark.get("people", 0) >= MINIMUM or mark.get("statement") in known or mark.get("group") in groups


def test_the_words_of_statements_that_were_moderated_out_are_not_served(real: Released) -> None:
    text = served(real.public)
    live = {one.text for one in real.drawn.statements if not one.moderated_out}
    out = {one.text for one in real.drawn.statements if one.moderated_out and len(one.text) > 20} - live
    # Some were taken out because nearly the same words stand in another statement.
    own = [words for words in out if not any(words in other for other in live)]
    assert not any(json.dumps(words, ensure_ascii=False)[1:-1] in text for words in own)


def test_what_is_derived_is_computed_from_the_released_counts_alone(real: Released) -> None:
    bare = {name: value for name, value in real.public.items() if name != "derived"}
    read_back = json.loads(canonical_json(bare))
    assert canonical_json(OPINION_MAP.derive(read_back)) == canonical_json(real.public)


def test_figures_name_a_table_that_is_there_and_have_words(real: Released) -> None:
    tables = {table.name for table in OPINION_MAP.tables(real.public)}
    figures = OPINION_MAP.figures(real.public)
    assert figures
    assert all(figure.table in tables and len(figure.description) > 40 for figure in figures)


@given(
    sizes=st.lists(st.integers(3, 30), min_size=1, max_size=3),
    few=st.integers(0, 14),
    seed=st.integers(0, 50),
    skip=st.sampled_from([0.0, 0.3, 0.6]),
)
@settings(max_examples=20, deadline=None)
def test_no_row_of_any_conversation_is_about_few_people(sizes: list[int], few: int, seed: int, skip: float) -> None:
    case = release(planted(sizes, few=few, seed=seed, skip=skip))
    check(case)
    assert canonical_json(OPINION_MAP.derive(case.public)) == canonical_json(case.public)


def test_a_few_people_in_no_group_do_not_hide_the_smaller_group() -> None:
    case = release(planted([40, 20], few=3, skip=0.0))
    assert [group.size for group in case.drawn.groups] == [40, 20]
    assert [group["people"] for group in case.public["groups"]] == [40, 20]
    assert case.public["people"] == 60


def test_nine_people_give_nothing_that_can_be_shown() -> None:
    case = release(planted([9]))
    assert case.public["counts"] == {}
    assert OPINION_MAP.figures(case.public) == []
    assert OPINION_MAP.summary(case.public) == "Too few people have voted for anything to be shown."


def test_votes_of_one_mind_give_tables_without_a_map() -> None:
    cast = [(str(person), str(statement), 1) for person in range(20) for statement in range(3)]
    votes = Votes.from_labels(participants=[str(n) for n in range(20)], statements=["0", "1", "2"], votes=cast)
    case = release(votes)
    assert [table.name for table in OPINION_MAP.tables(case.public)][:2] == ["overview", "statements"]
    assert "opinion-map" not in [figure.name for figure in OPINION_MAP.figures(case.public)]


def test_a_snapshot_s_files_give_the_votes_back_and_the_result_that_was_sealed() -> None:
    votes = planted([15, 12], seed=4)
    files = votes_to_files(votes)
    computed = OPINION_MAP.compute(files, Parameters().to_dict())
    assert canonical_json(computed) == canonical_json(sealed_result(analyse(votes)))
    assert votes_to_files(files_to_votes(files)) == files


def test_equal_votes_have_equal_files_whatever_their_order() -> None:
    votes = [("b", "10", 1), ("a", "2", -1), ("a", "10", 0)]
    statements = [StatementRow("10", 'Say "yes",\nplease'), StatementRow("2", "Two", moderated_out=True)]
    assert rows_to_files(votes, statements) == rows_to_files(votes[::-1], statements[::-1])
    assert rows_to_files(votes, statements)["votes.csv"] == b"participant,statement,vote\na,2,-1\na,10,0\nb,10,1\n"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("votes.csv", b"participant,vote\n", "its columns should be"),
        ("votes.csv", b"participant,statement,vote\na,1,5\n", "the vote of row 2 is '5'"),
        ("votes.csv", b"participant,statement,vote\na,1\n", "row 2 has 2 columns"),
        ("statements.csv", b"\xff", "invalid start byte"),
    ],
)
def test_files_that_are_no_votes_are_refused_by_name_and_row(name: str, data: bytes, reason: str) -> None:
    files = rows_to_files([("a", "1", 1)], [StatementRow("1", "One")]) | {name: data}
    with pytest.raises(BadSnapshot, match=reason):
        files_to_votes(files)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadSnapshot, match=r"votes\.csv.*missing"):
        files_to_votes({})


@pytest.mark.parametrize("people", [2, 3])
def test_of_few_people_the_same_is_shown_whatever_they_voted(people: int) -> None:
    parameters = Parameters(shuffles=1)
    ballots = list(product((None, -1, 0, 1), repeat=2))
    shown = set()
    # The order of people is nobody's vote: each choice of ballots once is every matrix.
    for chosen in combinations_with_replacement(ballots, people):
        rows = [
            (f"p{person}", str(number), vote)
            for person, ballot in enumerate(chosen)
            for number, vote in enumerate(ballot, start=1)
            if vote is not None
        ]
        if not rows:
            continue
        files = rows_to_files(rows, [StatementRow(str(number), "Words", False, False) for number in (1, 2)])
        exact = sealed_result(analyse(files_to_votes(files), parameters=parameters))
        shown.add(canonical_json(OPINION_MAP.release(exact, parameters.to_dict())))
    assert len(shown) == 1
    released = json.loads(shown.pop())
    assert OPINION_MAP.derive(released) == released
    assert (OPINION_MAP.tables(released), OPINION_MAP.figures(released)) == ([], [])
    assert OPINION_MAP.summary(released).startswith("Too few people have voted")
