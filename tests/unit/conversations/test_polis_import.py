"""Importing a Polis export: what counts, what is named and refused, running it again, giving it back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from conversation_fixtures import SYSTEM
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pshub.inquiries.actions import create_inquiry
from pshub.inquiries.models import Derivation, Record
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted
from pshub.practice.conversations import actions, importers
from pshub.practice.conversations.actions import importing, loading
from pshub.practice.conversations.errors import ConversationError
from pshub.practice.conversations.importers import ImportRefused, VotesError, check_export
from pshub.practice.conversations.models import Conversation, ImportedVote, Participant, PolisImport, Vote

SUMMARY = "topic,Night buses\nurl,https://pol.is/abc\nviews,9\nvoters,2\nconversation-description,Should they run?\n"
COMMENTS = [
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body",
    '1500000000000,Fri Jul 14 02:40:00 UTC 2017,0,1,1,0,1,"More, please"',
    "1500000001000,Fri Jul 14 02:40:01 UTC 2017,1,2,0,1,-1,Sack them",
    "1500000002000,Fri Jul 14 02:40:02 UTC 2017,2,2,0,0,0,Not looked at",
]
VOTES = [
    "timestamp,datetime,comment-id,voter-id,vote",
    "1500000010000,a,0,1,-1",
    "1500000020000,b,0,1,1",
    "1500000015000,c,1,1,0",
    "1500000030000,d,0,2,-1",
]
PARTICIPANTS = ["participant,group-id,n-votes,0,1", "1,0,2,1,0", "2,1,1,-1,", "7,,0,,"]


def write(folder: Path, *, summary=SUMMARY, comments=COMMENTS, votes=VOTES, participants=PARTICIPANTS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "summary.csv").write_text(summary, encoding="utf-8")
    for name, rows in (("comments", comments), ("votes", votes), ("participants-votes", participants)):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def export(tmp_path) -> Path:
    return write(tmp_path / "export")


def load(folder, inquiry, **options) -> importing.Imported:
    return importing.import_polis(checked=check_export(folder), inquiry=inquiry, by=SYSTEM, **options)


def counting(conversation) -> dict[tuple[str, int], int]:
    rows = Vote.objects.filter(statement__conversation=conversation)
    return {
        (label, n): value for label, n, value in rows.values_list("participant__label", "statement__number", "value")
    }


def given_back(conversation) -> dict[str, bytes]:
    return actions.export_polis(conversation=conversation, by=SYSTEM)


def assert_same(conversation, folder) -> None:
    assert given_back(conversation) == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_last_vote_by_time_then_by_file_order_counts(inquiry, tmp_path):
    votes = [*VOTES, "1500000020000,e,0,1,0", "1400000000000,f,0,2,1"]
    done = load(write(tmp_path / "export", votes=votes), inquiry)
    assert counting(done.conversation) == {("1", 0): 0, ("1", 1): 0, ("2", 0): -1}


def test_an_import_makes_a_closed_public_conversation_with_its_statements(inquiry, export):
    done = load(export, inquiry)
    conversation = done.conversation
    assert (done.created, done.changed, done.statements, done.participants, done.votes) == (True, True, 3, 3, 3)
    assert (conversation.status, conversation.record.visibility, conversation.loading) == ("closed", "public", False)
    assert (str(conversation), conversation.introduction) == ("Night buses", "Should they run?")
    states = dict(conversation.statements.values_list("number", "state"))
    assert states == {0: "accepted", 1: "rejected", 2: "accepted"}
    assert Derivation.objects.filter(downstream=conversation.record).count() == 2
    assert Record.objects.filter(kind="statement", visibility="public").count() == 2


def test_loading_the_same_export_again_changes_nothing(inquiry, export):
    first = load(export, inquiry)
    before = AuditEntry.objects.count(), list(Vote.objects.order_by("pk").values())
    again = load(export, inquiry)
    assert (again.changed, again.created, again.conversation) == (False, False, first.conversation)
    assert (AuditEntry.objects.count(), list(Vote.objects.order_by("pk").values())) == before


def test_a_changed_export_updates_the_conversation_it_belongs_to(inquiry, export):
    first = load(export, inquiry)
    comments = [*COMMENTS[:2], COMMENTS[2].replace(",-1,Sack", ",1,Keep"), COMMENTS[3], "1,x,3,1,0,0,1,New"]
    votes = [VOTES[0], VOTES[2], "1500000031000,d,0,2,1", "1500000040000,g,3,9,1"]
    write(export, comments=comments, votes=votes, participants=[PARTICIPANTS[0], "1,0,1,1,", "2,0,1,1,", "9,0,1,,"])
    second = load(export, inquiry)
    assert (second.conversation, second.created) == (first.conversation, False)
    assert counting(second.conversation) == {("1", 0): 1, ("2", 0): 1, ("9", 3): 1}
    assert second.conversation.statements.get(number=1).text == "Keep them"
    assert second.conversation.statements.get(number=1).state == "accepted"
    assert not Participant.objects.filter(label="7").exists()
    assert given_back(second.conversation)["votes.csv"].decode().splitlines() == votes


def test_a_load_that_was_cut_off_is_invisible_and_is_taken_up_by_running_it_again(inquiry, export, monkeypatch):
    def cut(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(loading.Loader, "_write_counting_votes", cut)
        with pytest.raises(KeyboardInterrupt):
            load(export, inquiry)
    half = Conversation.objects.get()
    assert (half.loading, half.record.visibility) == (True, "studio")
    with pytest.raises(ConversationError, match="being loaded"):
        given_back(half)
    done = load(export, inquiry)
    assert (done.conversation, done.conversation.loading) == (half, False)
    assert_same(done.conversation, export)


def test_somebody_who_was_erased_stays_erased_when_the_export_comes_again(inquiry, export):
    conversation = load(export, inquiry).conversation
    actions.erase_participant(conversation=conversation, label="2", by=SYSTEM)
    write(export, summary=SUMMARY.replace("views,9", "views,10"))
    done = load(export, inquiry)
    assert done.changed
    assert "2" not in set(conversation.participants.values_list("label", flat=True))
    back = given_back(conversation)
    assert ",2," not in back["votes.csv"].decode().split("\n", 1)[1]
    assert b"voters,1\n" in back["summary.csv"]


def test_rows_that_cannot_be_taken_are_named_with_line_and_reason(inquiry, tmp_path):
    votes = [*VOTES, "1,x,0,3,2", "1,x,99,3,1", "1,x,0,,1", "1,x,0", f"1,x,0,{'n' * 90},1", "yesterday,x,0,3,1"]
    comments = [
        *COMMENTS,
        "1,x,x1,1,0,0,1,Odd",
        "1,x,5,1,0,0,1, ",
        f"1,x,6,1,0,0,1,{'t' * 6000}",
        "1,x,007,1,0,0,1,A",
        "1,x,7,1,0,0,1,B",
    ]
    participants = [*PARTICIPANTS, "1,0,0,,", f"{'p' * 90},,0,,"]
    checked = check_export(write(tmp_path / "e", votes=votes, comments=comments, participants=participants))
    named = {(problem.file, problem.line): problem.code for problem in checked.problems}
    assert named == {
        ("votes.csv", 6): "vote-value",
        ("votes.csv", 7): "unknown-statement",
        ("votes.csv", 8): "no-participant",
        ("votes.csv", 9): "column-count",
        ("votes.csv", 10): "participant",
        ("votes.csv", 11): "timestamp",
        ("comments.csv", 5): "statement-number",
        ("comments.csv", 6): "empty-text",
        ("comments.csv", 7): "long-text",
        ("comments.csv", 9): "statement-again",
        ("participants-votes.csv", 5): "participant-again",
        ("participants-votes.csv", 6): "participant",
    }
    assert all(problem.reason for problem in checked.problems)
    assert importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM).votes == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda folder: (folder / "votes.csv").unlink(), "not-an-export"),
        (lambda folder: (folder / "votes.csv").write_text("timestamp,comment-id,vote\n1,0,1\n"), "missing-column"),
        (lambda folder: (folder / "comments.csv").write_bytes(b"comment-id,comment-body\n0,\xff\xfe\n"), "encoding"),
        (lambda folder: (folder / "votes.csv").write_text(""), "empty"),
        (lambda folder: (folder / "votes.csv").write_text(VOTES[0] + "\n"), "no-votes"),
        (lambda folder: (folder / "comments.csv").write_text(COMMENTS[0] + "\n"), "no-statements"),
    ],
)
def test_a_folder_that_cannot_be_loaded_is_refused_whole(db, export, change, code):
    change(export)
    with pytest.raises((VotesError, ImportRefused)) as refused:
        check_export(export)
    assert refused.value.code == code
    assert not Conversation.objects.exists()


def test_a_file_too_large_for_a_hub_is_refused_with_what_to_do_instead(export, monkeypatch):
    monkeypatch.setattr(importers, "LARGEST_BYTES", 100)
    with pytest.raises(ImportRefused, match="pshub opinion"):
        check_export(export)


def test_windows_line_ends_a_byte_order_mark_and_semicolons_are_read(inquiry, tmp_path):
    folder = write(tmp_path / "export")
    for path in folder.iterdir():
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        text = io.StringIO()
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    done = load(folder, inquiry)
    assert counting(done.conversation) == {("1", 0): 1, ("1", 1): 0, ("2", 0): -1}
    assert_same(done.conversation, write(tmp_path / "plain"))


def test_an_export_without_a_table_of_participants_or_times_comes_back_without_them(inquiry, tmp_path):
    folder = write(tmp_path / "export", votes=["comment-id,voter-id,vote", "0,1,1"])
    (folder / "participants-votes.csv").unlink()
    done = load(folder, inquiry, title="Named here")
    assert str(done.conversation) == "Named here"
    assert_same(done.conversation, folder)


def test_an_export_of_another_inquiry_is_not_moved(inquiry, export):
    load(export, inquiry)
    other = create_inquiry(title="Other", slug="other", question="?", by=SYSTEM)
    (export / "votes.csv").write_text("\n".join([*VOTES, "1500000099000,z,2,2,1"]) + "\n")
    with pytest.raises(ImportRefused, match="Libraries"):
        load(export, other)
    assert Conversation.objects.get().record.inquiry == inquiry


def test_exports_without_an_address_are_known_by_their_title(inquiry, tmp_path):
    summary = SUMMARY.replace("url,https://pol.is/abc\n", "")
    load(write(tmp_path / "a", summary=summary), inquiry)
    load(write(tmp_path / "b", summary=summary.replace("views,9", "views,10")), inquiry)
    load(write(tmp_path / "c", summary=summary.replace("Night", "Day")), inquiry)
    assert Conversation.objects.count() == 2


def test_an_export_without_an_address_does_not_take_the_place_of_another_of_its_title(inquiry, tmp_path):
    summary = SUMMARY.replace("url,https://pol.is/abc\n", "")
    first = load(write(tmp_path / "a", summary=summary), inquiry).conversation
    before = counting(first)
    comments = [row.replace("More, please", "Fewer") for row in COMMENTS]
    other = write(tmp_path / "b", summary=summary, comments=comments, votes=[VOTES[0], "1,a,0,5,1"])
    with pytest.raises(ImportRefused, match="another title") as refused:
        load(other, inquiry)
    assert refused.value.code == "other-statements"
    assert (counting(first), Conversation.objects.count()) == (before, 1)
    elsewhere = create_inquiry(title="Other", slug="other", question="?", by=SYSTEM)
    assert load(other, elsewhere).created
    assert counting(first) == before


def test_of_two_imports_at_once_the_second_is_refused(inquiry, export):
    checked, refused = check_export(export), []

    def tell(share: float, doing: str) -> None:
        with pytest.raises(ImportRefused, match="another import") as info:
            importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM)
        refused.append(info.value.code)

    done = importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM, progress=tell)
    assert set(refused) == {"being-loaded"}
    assert (done.votes, ImportedVote.objects.count()) == (3, 4)
    assert done.conversation.polis_import.loader == ""


def test_a_load_that_fell_silent_is_taken_up_and_the_silent_one_stops(inquiry, export):
    checked, taken = check_export(export), []

    def tell(share: float, doing: str) -> None:
        if not taken:
            PolisImport.objects.update(held_until=timezone.now())
            taken.append(importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM))

    with pytest.raises(ImportRefused, match="took up"):
        importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM, progress=tell)
    conversation = taken[0].conversation
    assert (conversation.record.visibility, conversation.loading) == ("public", False)
    assert ImportedVote.objects.filter(conversation=conversation).count() == 4


def test_only_those_who_may_import_do(inquiry, export, someone):
    with pytest.raises(NotPermitted):
        importing.import_polis(checked=check_export(export), inquiry=inquiry, by=someone)
    with pytest.raises(NotPermitted):
        actions.export_polis(conversation=load(export, inquiry).conversation, by=Actor.visitor())
    assert Conversation.objects.count() == 1


def test_what_moderators_change_here_stands_in_the_export(inquiry, export):
    conversation = load(export, inquiry).conversation
    actions.reject_statement(statement=conversation.statements.get(number=2), reason="polis-moderated-out", by=SYSTEM)
    rows = list(csv.DictReader(io.StringIO(given_back(conversation)["comments.csv"].decode())))
    assert [(row["comment-id"], row["moderated"]) for row in rows] == [("0", "1"), ("1", "-1"), ("2", "-1")]


def test_a_conversation_held_here_can_be_taken_out_and_loaded_again(conversation, inquiry, someone, tmp_path):
    for number, value in ((1, 1), (2, -1), (3, 0)):
        statement = conversation.statements.get(number=number)
        actions.cast_vote(conversation=conversation, statement=statement, value=value, by=someone)
    actions.submit_statement(conversation=conversation, text="Lend tools", by=someone)
    files = given_back(conversation)
    assert b"author-id" in files["comments.csv"]
    assert someone.pseudonym.encode() not in b"".join(files.values())
    folder = tmp_path / "out"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    done = load(folder, inquiry)
    assert sorted(counting(done.conversation).values()) == [-1, 0, 1]
    again = given_back(done.conversation)
    assert again == files


def test_votes_cast_here_follow_those_of_the_file(inquiry, export, someone):
    conversation = load(export, inquiry).conversation
    Conversation.objects.filter(pk=conversation.pk).update(closes_at=None)
    conversation.refresh_from_db()
    actions.cast_vote(conversation=conversation, statement=conversation.statements.get(number=2), value=1, by=someone)
    files = {name: content.decode().splitlines() for name, content in given_back(conversation).items()}
    assert files["votes.csv"][:-1] == VOTES
    assert files["votes.csv"][-1].endswith(",2,8,1")
    assert int(files["votes.csv"][-1].split(",")[0]) % 86_400_000 == 0
    assert files["participants-votes.csv"] == [
        "participant,group-id,n-votes,0,1,2",
        "1,0,2,1,0,",
        "2,1,1,-1,,",
        "7,,0,,,",
        "8,,1,,,1",
    ]
    assert "voters,3" in files["summary.csv"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 2), st.sampled_from([-1, 0, 1]), st.integers(1, 9)),
        min_size=1,
        max_size=40,
    ),
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), min_size=1), min_size=3, max_size=3),
)
def test_whatever_is_in_an_export_comes_back(inquiry, tmp_path, rows, words):
    text = io.StringIO()
    comments = [["timestamp", "comment-id", "comment-body"], *([f"{n}", f"{n}", f"w{w}"] for n, w in enumerate(words))]
    csv.writer(text, lineterminator="\n").writerows(comments)
    votes = [VOTES[0], *(f"{time},t{time},{statement},{person},{value}" for person, statement, value, time in rows)]
    folder = write(tmp_path / "any", comments=text.getvalue().splitlines() or [""], votes=votes)
    (folder / "comments.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    (folder / "participants-votes.csv").unlink()
    done = load(folder, inquiry)
    assert_same(done.conversation, folder)
    last: dict[tuple[str, int], tuple[int, int]] = {}
    for person, statement, value, time in rows:
        if time >= last.get((str(person), statement), (0, 0))[0]:
            last[str(person), statement] = (time, value)
    assert counting(done.conversation) == {pair: value for pair, (_, value) in last.items()}


REAL = (
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "london.youth.policing",
    "scoop-hivemind.affordable-housing",
    "ssis.land-bank-farmland",
    "vtaiwan.uberx",
)


@pytest.mark.parametrize("name", REAL)
def test_real_exports_come_back_byte_for_byte_and_their_matrix_is_ours(inquiry, shared_data, name):
    folder = shared_data / "polis" / name
    checked = check_export(folder)
    assert checked.problems == []
    done = importing.import_polis(checked=checked, inquiry=inquiry, by=SYSTEM)
    assert_same(done.conversation, folder)
    rows = list(csv.DictReader(io.StringIO((folder / "participants-votes.csv").read_text(encoding="utf-8"))))
    assert done.participants == len(rows)
    assert done.votes == sum(int(row["n-votes"]) for row in rows)
    assert ImportedVote.objects.count() == len((folder / "votes.csv").read_text().splitlines()) - 1
