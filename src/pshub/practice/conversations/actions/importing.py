"""Writing a checked Polis export into a hub: short transactions, invisible until the last, safe to run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Derivation, Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations import texts
from pshub.practice.conversations.actions.conversations import Reason, create_conversation
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
POLICY = _(
    "This conversation was held on Polis and moderated there by its owners. Statements that they moderated out are "
    "shown as turned down; those that they did not look at are shown as put to the vote, as they were on Polis."
)
#: Polis: -1 moderated out, 0 not moderated (shown all the same), 1 accepted.
_STATES = {-1: Statement.State.REJECTED, 0: Statement.State.ACCEPTED, 1: Statement.State.ACCEPTED}
#: Rows that cost more than a vote: their own record, or a long JSON value.
_HEAVY_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    changed
        False where the same files had been loaded before: nothing was written.
    created
        Whether the conversation is new.
    statements, participants, votes
        How many are there now; votes that count.
    """

    conversation: Conversation
    changed: bool
    created: bool
    statements: int
    participants: int
    votes: int


def import_polis(
    *,
    checked: CheckedExport,
    inquiry: Inquiry,
    by: Actor,
    title: str = "",
    language: str = "en-GB",
    progress: Progress | None = None,
) -> Imported:
    """Load a checked export into an inquiry. Loading the same files again changes nothing; changed files update.

    A conversation is known again by the address that its summary gives (``url``), else by its title. While it is
    loaded nobody but the studio sees a new one, and nothing is computed from one that is updated; a load that was cut
    off is taken up by running it again.

    Raises
    ------
    NotPermitted
    ImportRefused
        ``other-inquiry`` where the conversation was loaded into another inquiry before.
    """
    require(by, "conversations.import", scope=inquiry)
    name = title or checked.export.topic or checked.export.folder.name
    kept = _known(checked, name)
    if kept is not None and kept.conversation.record.inquiry_id != inquiry.pk:
        raise ImportRefused(
            "other-inquiry",
            f"“{kept.conversation}” was loaded into the inquiry “{kept.conversation.record.inquiry}” before: name "
            "that inquiry to update it",
        )
    if kept is not None and kept.digest == checked.digest and not kept.conversation.loading:
        return _counted(kept.conversation, changed=False, created=False)
    created = kept is None
    conversation = _begin(checked, inquiry, name, language, by) if kept is None else _take_up(kept)
    _Loader(conversation, checked, progress or _silent).load(fresh=created)
    _finish(conversation, checked, created, by)
    conversation.refresh_from_db()
    return _counted(conversation, changed=True, created=created)


def _silent(share: float, doing: str) -> None:
    """Tell nobody."""


def _known(checked: CheckedExport, name: str) -> PolisImport | None:
    imports = PolisImport.objects.select_related("conversation__record__inquiry")
    address = checked.export.summary.get("url", "").strip()
    if address:
        return imports.filter(address=address).first()
    return imports.filter(address="", conversation__record__title=name[:300]).first()


def _begin(checked: CheckedExport, inquiry: Inquiry, name: str, language: str, by: Actor) -> Conversation:
    # Whoever may import may not always make conversations; that the inquiry takes imports of theirs was checked.
    system = Actor.system(by.label)
    with transaction.atomic():
        conversation = create_conversation(
            title=name,
            question=name,
            introduction=checked.export.description,
            moderation_policy=str(POLICY),
            submissions=Conversation.Submissions.NOBODY,
            language=language,
            reasons=(MODERATED_OUT,),
            inquiry=inquiry,
            visibility=Record.Visibility.STUDIO,
            by=system,
        )
        Conversation.objects.filter(pk=conversation.pk).update(loading=True)
        PolisImport.objects.create(
            conversation=conversation, address=checked.export.summary.get("url", "").strip()[:500]
        )
    return conversation


def _take_up(kept: PolisImport) -> Conversation:
    with transaction.atomic():
        Conversation.objects.filter(pk=kept.pk).update(loading=True)
        PolisImport.objects.filter(pk=kept.pk).update(digest="")
    return kept.conversation


def _finish(conversation: Conversation, checked: CheckedExport, created: bool, by: Actor) -> None:
    first, last = checked.first_and_last
    with transaction.atomic():
        columns = checked.columns
        PolisImport.objects.filter(conversation=conversation).update(
            digest=checked.digest,
            summary=[[name, value] for name, value in checked.export.summary.items()],
            comment_columns=columns["comments"],
            vote_columns=columns["votes"],
            participant_columns=columns.get("participants", []),
            loaded_at=timezone.now(),
        )
        Conversation.objects.filter(pk=conversation.pk).update(loading=False, opens_at=first, closes_at=last)
        if created:
            Record.objects.filter(pk=conversation.pk).update(
                visibility=Record.Visibility.PUBLIC, happened_on=last.date()
            )
        audit(
            by,
            verb="conversation.imported",
            target=conversation,
            detail={"digest": checked.digest, "votes": len(checked.votes), "problems": len(checked.problems)},
        )


def _counted(conversation: Conversation, *, changed: bool, created: bool) -> Imported:
    return Imported(
        conversation=conversation,
        changed=changed,
        created=created,
        statements=conversation.statements.count(),
        participants=conversation.participants.count(),
        votes=Vote.objects.filter(statement__conversation=conversation).count(),
    )


class _Loader:
    """Brings the rows of one conversation to what the export says, a chunk at a time."""

    def __init__(self, conversation: Conversation, checked: CheckedExport, progress: Progress) -> None:
        self.conversation = conversation
        self.checked = checked
        self.progress = progress
        self.last = checked.votes.last()
        self.erased = set(PolisImport.objects.get(conversation=conversation).erased)
        with transaction.atomic():
            self.reason, _created = ModerationReason.objects.get_or_create(
                conversation=conversation,
                code=MODERATED_OUT.code,
                defaults={"words": str(MODERATED_OUT.words)},
            )

    def load(self, *, fresh: bool) -> None:
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
        if not fresh:
            self._remove_gone()

    def _write_statements(self) -> None:
        known = {row.number: row for row in self.conversation.statements.select_related("record")}
        for chunk in _chunks(self.checked.statements, _HEAVY_CHUNK):
            with transaction.atomic():
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
            with transaction.atomic():
                Participant.objects.bulk_create(
                    chunk,
                    update_conflicts=True,
                    unique_fields=["conversation", "label"],
                    update_fields=["source", "source_line"],
                )

    def _write_log(self, statements: Mapping[int, Any], people: Mapping[str, int]) -> None:
        """Keep the rows of the file as they are; those of an earlier load give way."""
        old = ImportedVote.objects.filter(statement__conversation=self.conversation)
        for keys in _chunks(list(old.order_by("pk").values_list("pk", flat=True)), CHUNK):
            with transaction.atomic():
                ImportedVote.objects.filter(pk__in=keys).delete()
        votes = self.checked.votes
        rows = (
            ImportedRow(
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
            with transaction.atomic():
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
            with transaction.atomic():
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
            with transaction.atomic():
                Vote.objects.filter(pk__in=chunk).delete()
        labels = {*self.checked.participants, *votes.people}
        people = self.conversation.participants.filter(label__isnull=False).values_list("pk", "label")
        left = [key for key, label in people if label not in labels]
        for chunk in _chunks(left, 500):
            with transaction.atomic():
                Participant.objects.filter(pk__in=chunk).delete()


def _visibility(statement: Statement) -> Record.Visibility:
    accepted = statement.state == Statement.State.ACCEPTED
    return Record.Visibility.PUBLIC if accepted else Record.Visibility.STUDIO


def _chunks(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk
