"""Bringing the rows of a conversation to what an export says, under a hold that keeps a second import out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Derivation, Record
from pshub.practice.conversations import texts
from pshub.practice.conversations.actions.conversations import Reason
from pshub.practice.conversations.actions.voting import CHUNK
from pshub.practice.conversations.importers import CheckedExport, ImportRefused, moment_of
from pshub.practice.conversations.models import (
    Conversation,
    ImportedVote,
    ModerationReason,
    Participant,
    PolisImport,
    Statement,
    Vote,
)
from pshub.practice.conversations.record_kinds import PUT_TO
from pshub.practice.conversations.vote_rows import CastRow, ImportedRow, insert_imported, upsert_votes

Row = TypeVar("Row")
Progress = Callable[[float, str], None]

MODERATED_OUT = Reason("polis-moderated-out", _("Moderated out in the conversation on Polis, which gave no reason."))
#: Polis: -1 moderated out, 0 not moderated (shown all the same), 1 accepted.
_STATES = {-1: Statement.State.REJECTED, 0: Statement.State.ACCEPTED, 1: Statement.State.ACCEPTED}
#: Rows that cost more than a vote: their own record, or a long JSON value.
_HEAVY_CHUNK = 200
#: A load that wrote nothing for so long was cut off, and may be taken up by another.
HOLD = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Begun:
    """A load that holds its conversation under a token; without one there is nothing to load."""

    conversation: Conversation
    #: Whether the conversation has never been loaded to the end.
    created: bool
    token: str
    #: Whether nothing of an earlier load can be there.
    fresh: bool = False

    def hold(self) -> None:
        """Hold the conversation on, in the transaction of what is written, unless somebody else took the load up."""
        held = PolisImport.objects.filter(pk=self.conversation.pk, loader=self.token)
        if not held.update(held_until=timezone.now() + HOLD):
            raise ImportRefused(
                "being-loaded",
                f"Another import took up the loading of “{self.conversation}”, and this one stopped.",
            )


class Loader:
    """Brings the rows of one conversation to what the export says, a chunk at a time."""

    def __init__(self, begun: Begun, checked: CheckedExport, progress: Progress) -> None:
        self.begun = begun
        self.conversation = conversation = begun.conversation
        self.checked = checked
        self.progress = progress
        self.last = checked.votes.last()
        self.erased = set(PolisImport.objects.get(conversation=conversation).erased)
        with self._writing():
            self.reason, _created = ModerationReason.objects.get_or_create(
                conversation=conversation,
                code=MODERATED_OUT.code,
                defaults={"words": str(MODERATED_OUT.words)},
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with transaction.atomic():
            self.begun.hold()
            yield

    def load(self) -> None:
        """Write statements, people and votes, then remove what the export no longer has."""
        self._write_statements()
        self._write_people()
        statements = dict(self.conversation.statements.values_list("number", "pk"))
        people = {
            str(label): key
            for label, key in self.conversation.participants.filter(label__isnull=False).values_list("label", "pk")
        }
        self._write_log(statements, people)
        self._write_counting_votes(statements, people)
        if not self.begun.fresh:
            self._remove_gone()

    def _write_statements(self) -> None:
        known = {row.number: row for row in self.conversation.statements.select_related("record")}
        for chunk in _chunks(self.checked.statements, _HEAVY_CHUNK):
            with self._writing():
                new = [row for row in chunk if int(row.statement) not in known]
                self._create_statements([self._statement(row) for row in new])
                for row in chunk:
                    if int(row.statement) in known:
                        self._update_statement(known[int(row.statement)], self._statement(row))

    def _statement(self, row: Any) -> Statement:
        state = _STATES[row.moderated]
        stamp = row.columns.get("timestamp", "").strip()
        return Statement(
            conversation=self.conversation,
            number=int(row.statement),
            text=row.text,
            fingerprint=texts.fingerprint(row.text),
            origin=Statement.Origin.IMPORTED,
            state=state,
            reason=self.reason if state == Statement.State.REJECTED else None,
            meta=row.meta,
            submitted_at=moment_of(int(stamp)) if stamp.isascii() and stamp.isdigit() else moment_of(0),
            source=row.columns,
            source_line=row.line,
        )

    def _create_statements(self, statements: Sequence[Statement]) -> None:
        records = [
            Record(
                kind="statement",
                inquiry=self.conversation.record.inquiry,
                title=statement.text[:300],
                status=statement.state,
                visibility=_visibility(statement),
            )
            for statement in statements
        ]
        Record.objects.bulk_create(records)
        for statement, record in zip(statements, records, strict=True):
            statement.record = record
        Statement.objects.bulk_create(statements)
        self._put_to_vote(statements)

    def _update_statement(self, held: Statement, new: Statement) -> None:
        if held.source == new.source and held.source_line == new.source_line:
            return
        for name in ("text", "fingerprint", "state", "reason", "meta", "submitted_at", "source", "source_line"):
            setattr(held, name, getattr(new, name))
        held.save()
        Record.objects.filter(pk=held.pk).update(title=held.text[:300], status=held.state, visibility=_visibility(held))
        self._put_to_vote([held])

    def _put_to_vote(self, statements: Sequence[Statement]) -> None:
        # These records are upstream ends that nothing leads to, so no link to them can close a circle.
        Derivation.objects.bulk_create(
            [
                Derivation(upstream_id=statement.pk, downstream=self.conversation.record, label=PUT_TO)
                for statement in statements
                if statement.state == Statement.State.ACCEPTED
            ],
            ignore_conflicts=True,
        )

    def _write_people(self) -> None:
        rows = self.checked.participants
        labels = dict.fromkeys([*rows, *self.checked.votes.people])
        people = [
            Participant(
                conversation=self.conversation,
                label=label,
                source=rows[label].columns if label in rows else None,
                source_line=rows[label].line if label in rows else None,
            )
            for label in labels
            if label not in self.erased
        ]
        for chunk in _chunks(people, _HEAVY_CHUNK * 5):
            with self._writing():
                Participant.objects.bulk_create(
                    chunk,
                    update_conflicts=True,
                    unique_fields=["conversation", "label"],
                    update_fields=["source", "source_line"],
                )

    def _write_log(self, statements: Mapping[int, Any], people: Mapping[str, int]) -> None:
        """Keep the rows of the file as they are; those of an earlier load give way."""
        old = ImportedVote.objects.filter(conversation=self.conversation)
        for keys in _chunks(list(old.order_by("pk").values_list("pk", flat=True)), CHUNK):
            with self._writing():
                ImportedVote.objects.filter(pk__in=keys).delete()
        votes = self.checked.votes
        rows = (
            ImportedRow(
                conversation=self.conversation.pk,
                participant=people[votes.people[votes.persons[row]]],
                statement=statements[votes.statements[row]],
                line=votes.lines[row],
                value=votes.values[row],
                timestamp=votes.timestamps[row],
                written=votes.written[row],
            )
            for row in range(len(votes))
            if votes.people[votes.persons[row]] not in self.erased
        )
        done = 0
        for chunk in _chunks(rows, CHUNK):
            with self._writing():
                insert_imported(chunk)
            done += len(chunk)
            self.progress(0.6 * done / len(votes), "Keeping the file's rows")

    def _write_counting_votes(self, statements: Mapping[int, Any], people: Mapping[str, int]) -> None:
        votes = self.checked.votes
        rows = (
            CastRow(
                participant=people[votes.people[person]],
                statement=statements[number],
                value=votes.values[row],
                cast_at=moment_of(votes.timestamps[row]),
            )
            for (person, number), row in self.last.items()
            if votes.people[person] not in self.erased
        )
        done = 0
        for chunk in _chunks(rows, CHUNK):
            with self._writing():
                upsert_votes(chunk)
            done += len(chunk)
            self.progress(0.6 + 0.4 * done / len(self.last), "Loading votes")

    def _remove_gone(self) -> None:
        """Remove votes and people of an earlier load that the files no longer have; statements are never removed."""
        votes = self.checked.votes
        there = {(votes.people[person], number) for person, number in self.last}
        rows = Vote.objects.filter(statement__conversation=self.conversation, participant__label__isnull=False)
        gone = [
            key
            for key, label, number in rows.values_list("pk", "participant__label", "statement__number")
            if (str(label), number) not in there
        ]
        for chunk in _chunks(gone, 500):
            with self._writing():
                Vote.objects.filter(pk__in=chunk).delete()
        labels = {*self.checked.participants, *votes.people}
        people = self.conversation.participants.filter(label__isnull=False).values_list("pk", "label")
        left = [key for key, label in people if label not in labels]
        for chunk in _chunks(left, 500):
            with self._writing():
                Participant.objects.filter(pk__in=chunk).delete()


def _visibility(statement: Statement) -> Record.Visibility:
    accepted = statement.state == Statement.State.ACCEPTED
    return Record.Visibility.PUBLIC if accepted else Record.Visibility.STUDIO


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk
