"""A conversation in the format of a Polis export. Restricted: it says how each person voted.

What was imported comes back as it came, rows of votes that were later replaced included; what was said here follows
in the same columns.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from pshub.practice.conversations.models import Conversation, ImportedVote, PolisImport, Statement, Vote

COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
PARTICIPANTS = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Cast:
    """A vote as the export writes it: votes of the file have a line, votes cast here have none."""

    person: str
    statement: int
    value: int
    timestamp: int
    written: str


@dataclass(frozen=True, slots=True)
class _People:
    """What each person is called (by key), and the rows of participants-votes.csv in order (key, given columns)."""

    labels: Mapping[int, str]
    listed: Sequence[tuple[int, Mapping[str, str] | None]]


def polis_files(conversation: Conversation) -> dict[str, bytes]:
    """Return the files of an export by name."""
    kept = PolisImport.objects.filter(conversation=conversation).first()
    # Votes are read before people and statements, so that what comes in meanwhile is not missed there; whoever was
    # erased meanwhile is left out.
    cast = list(
        Vote.objects.filter(statement__conversation=conversation).values_list(
            "participant_id", "statement__number", "value", "cast_at"
        )
    )
    statements = list(conversation.statements.order_by("source_line", "number"))
    people = _people(conversation, kept)
    current = {(person, number): (value, cast_at) for person, number, value, cast_at in cast if person in people.labels}
    votes = list(_votes(conversation, current, people))
    tallies = Counter((number, value) for (_, number), (value, _) in current.items())
    files = {
        "summary.csv": _table(_summary(conversation, kept, statements, current)),
        "comments.csv": _comments(kept, statements, tallies),
        "votes.csv": _vote_table(kept, votes),
    }
    if kept is None or kept.participant_columns:
        files["participants-votes.csv"] = _matrix(kept, statements, people, current)
    return files


def _people(conversation: Conversation, kept: PolisImport | None) -> _People:
    rows = conversation.participants.values_list("pk", "label", "source", "source_line", "pseudonym")
    imported = [row for row in rows if row[1] is not None]
    here = [row for row in rows if row[1] is None]
    # Numbers in the order of keyed hashes say nothing of who came first.
    here.sort(key=lambda row: (row[4] or "", row[0]))
    largest = max((int(str(row[1])) for row in imported if str(row[1]).isdecimal()), default=-1)
    labels = {row[0]: str(row[1]) for row in imported}
    labels |= {row[0]: str(largest + place) for place, row in enumerate(here, start=1)}
    listed = sorted((row for row in imported if row[3] is not None), key=lambda row: row[3] or 0)
    unlisted = [] if kept is None or kept.participant_columns else imported
    return _People(
        labels=labels, listed=[*((row[0], row[2]) for row in listed), *((row[0], None) for row in (*unlisted, *here))]
    )


def _votes(
    conversation: Conversation, current: Mapping[tuple[int, int], tuple[int, datetime]], people: _People
) -> Iterator[_Cast]:
    last: dict[tuple[int, int], tuple[int, int]] = {}
    log = ImportedVote.objects.filter(statement__conversation=conversation).order_by("line")
    for person, number, value, stamp, written in log.values_list(
        "participant_id", "statement__number", "value", "timestamp", "written"
    ):
        if person not in people.labels:
            continue
        yield _Cast(people.labels[person], number, value, stamp, written)
        before = last.get((person, number))
        if before is None or stamp >= before[1]:
            last[person, number] = (value, stamp)
    here = []
    for (person, number), (value, cast_at) in current.items():
        known = last.get((person, number))
        if known is None or known[0] != value:
            # The day only: a finer time beside the hour of a statement would say who wrote it.
            day = cast_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            stamp = int(day.timestamp() * 1000)
            here.append(_Cast(people.labels[person], number, value, stamp, _written(day)))
    yield from sorted(here, key=lambda vote: (vote.statement, len(vote.person), vote.person))


def _summary(
    conversation: Conversation,
    kept: PolisImport | None,
    statements: Sequence[Statement],
    current: Mapping[tuple[int, int], object],
) -> Iterator[tuple[str, object]]:
    voters = len({person for person, _ in current})
    if kept is not None:
        same = not kept.erased and not conversation.participants.filter(label__isnull=True).exists()
        for name, value in kept.summary:
            yield name, value if same or name not in ("voters", "voters-in-conv") else voters
        return
    yield "topic", str(conversation)
    yield "url", f"{settings.BASE_URL}{conversation.get_absolute_url()}"
    yield "voters", voters
    yield "voters-in-conv", voters
    yield "commenters", len({statement.author for statement in statements if statement.author})
    yield "comments", len(statements)
    yield "conversation-description", conversation.introduction


def _comments(kept: PolisImport | None, statements: Sequence[Statement], tallies: Counter[tuple[int, int]]) -> bytes:
    header = list(kept.comment_columns) if kept is not None else list(COMMENTS)
    return _rows(header, (_comment(statement, header, tallies) for statement in statements))


def _comment(statement: Statement, header: Sequence[str], tallies: Counter[tuple[int, int]]) -> Row:
    moderated = {Statement.State.ACCEPTED: "1", Statement.State.REJECTED: "-1"}.get(
        Statement.State(statement.state), "0"
    )
    if statement.source is None:
        return {
            "timestamp": int(statement.submitted_at.timestamp() * 1000),
            "datetime": _written(statement.submitted_at),
            "comment-id": statement.number,
            # Empty: a number shared with votes.csv would join what somebody wrote to how they voted.
            "author-id": "",
            "agrees": tallies[statement.number, 1],
            "disagrees": tallies[statement.number, -1],
            "moderated": moderated,
            "comment-body": statement.text,
        }
    from pshub.methods.opinion.delimited import find_column

    row = dict(statement.source)
    decided = find_column(header, "moderated", file="comments.csv")
    # Polis tells "not moderated" (0) from "accepted" (1), which we don't: both stay as given.
    if decided is not None and (row[header[decided]].strip() == "-1") != (moderated == "-1"):
        row[header[decided]] = moderated
    words = find_column(header, "text", file="comments.csv")
    if words is not None:
        row[header[words]] = statement.text
    return row


def _vote_table(kept: PolisImport | None, votes: Sequence[_Cast]) -> bytes:
    from pshub.methods.opinion.delimited import find_column

    header = list(kept.vote_columns) if kept is not None else list(VOTES)
    places = {
        role: find_column(header, role, file="votes.csv")
        for role in ("timestamp", "datetime", "statement", "participant", "vote")
    }

    def row(vote: _Cast) -> list[object]:
        values = {
            "timestamp": vote.timestamp or "",
            "datetime": vote.written,
            "statement": vote.statement,
            "participant": vote.person,
            "vote": vote.value,
        }
        cells: list[object] = [""] * len(header)
        for role, place in places.items():
            if place is not None:
                cells[place] = values[role]
        return cells

    return _table([header, *map(row, votes)])


def _matrix(
    kept: PolisImport | None,
    statements: Sequence[Statement],
    people: _People,
    current: Mapping[tuple[int, int], tuple[int, datetime]],
) -> bytes:
    header = list(kept.participant_columns) if kept is not None else list(PARTICIPANTS)
    known = {int(name) for name in header if name.isdecimal()}
    voted_on = {number for _, number in current}
    header += [str(row.number) for row in statements if row.number in voted_on and row.number not in known]
    columns = [int(name) for name in header if name.isdecimal()]
    name_column = next((name for name in header if name.strip().casefold() in ("participant", "voter-id")), header[0])

    def row(key: int, given: Mapping[str, str] | None) -> Row:
        votes = {str(number): current[key, number][0] for number in columns if (key, number) in current}
        if given is not None:
            return {**given, **votes}
        counts = Counter(votes.values())
        return {
            name_column: people.labels[key],
            "n-votes": len(votes),
            "n-agree": counts[1],
            "n-disagree": counts[-1],
            **votes,
        }

    return _rows(header, (row(key, given) for key, given in people.listed))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%a %b %d %H:%M:%S UTC %Y")


def _rows(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    return _table([header, *([row.get(name, "") for name in header] for row in rows)])


def _table(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")
