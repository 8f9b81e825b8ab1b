"""Writing a checked Polis export into a hub: short transactions, invisible until the last, safe to run again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
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
#: A load that wrote nothing for so long was cut off, and may be taken up by another.
HOLD = timedelta(minutes=2)


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
    inquiry: Inquiry | Callable[[], Inquiry],
    by: Actor,
    title: str = "",
    language: str = "en-GB",
    progress: Progress | None = None,
) -> Imported:
    """Load a checked export into an inquiry. Loading the same files again changes nothing; changed files update.

    A conversation is known again by the address that its summary gives (``url``), else by its inquiry, its title and
    its statements. While it is loaded nobody but the studio sees a new one, and nothing is computed from one that is
    updated; a load that was cut off is taken up by running it again. Of two loads at once the second is refused.

    `inquiry` may be a function that makes the inquiry: where the import is refused, nothing of it stays.

    Raises
    ------
    NotPermitted
    ImportRefused
        ``other-inquiry`` where the conversation was loaded into another inquiry before; ``being-loaded`` while another
        import of it runs; ``other-statements`` where an export without an address has the title of another one.
    """
    try:
        with transaction.atomic():
            begun = _begin(checked, inquiry() if callable(inquiry) else inquiry, title, language, by)
    except IntegrityError:
        if not _imports_of(checked).exists():
            raise
        # Another import of the same address was begun between our look and our row.
        raise _being_loaded(_imports_of(checked)[0]) from None
    if not begun.token:
        return _counted(begun.conversation, changed=False, created=False)
    conversation = begun.conversation
    try:
        _Loader(begun, checked, progress or _silent).load()
        _finish(begun, checked, by)
    finally:
        PolisImport.objects.filter(pk=conversation.pk, loader=begun.token).update(loader="", held_until=None)
    conversation.refresh_from_db()
    return _counted(conversation, changed=True, created=begun.created)


@dataclass(frozen=True, slots=True)
class _Begun:
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


def _silent(share: float, doing: str) -> None:
    """Tell nobody."""


def _address(checked: CheckedExport) -> str:
    return checked.export.summary.get("url", "").strip()[:500]


def _imports_of(checked: CheckedExport) -> QuerySet[PolisImport]:
    """Return the import of the same address, if the export gives one."""
    imports = PolisImport.objects.select_related("conversation__record__inquiry")
    address = _address(checked)
    return imports.filter(address=address) if address else imports.none()


def _begin(checked: CheckedExport, inquiry: Inquiry, title: str, language: str, by: Actor) -> _Begun:
    require(by, "conversations.import", scope=inquiry)
    name = title or checked.export.topic or checked.export.folder.name
    # Exports without an address are told apart within their inquiry: two that begin at once go one after the other.
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    kept = _imports_of(checked).first() if _address(checked) else _known_by_title(checked, inquiry, name)
    if kept is None:
        return _new(checked, inquiry, name, language, by)
    if kept.conversation.record.inquiry_id != inquiry.pk:
        raise ImportRefused(
            "other-inquiry",
            f"“{kept.conversation}” was loaded into the inquiry “{kept.conversation.record.inquiry}” before: name "
            "that inquiry to update it.",
        )
    if kept.digest == checked.digest and not kept.conversation.loading:
        return _Begun(kept.conversation, created=False, token="")
    return _take_up(kept)


def _known_by_title(checked: CheckedExport, inquiry: Inquiry, name: str) -> PolisImport | None:
    """Return the import of the same title in the inquiry.

    Raises
    ------
    ImportRefused
        ``other-statements`` where it has a statement that this export has not: these are two conversations.
    """
    kept = (
        PolisImport.objects.select_related("conversation__record__inquiry")
        .filter(address="", conversation__record__title=name[:300], conversation__record__inquiry=inquiry)
        .first()
    )
    if kept is None:
        return None
    given = {int(row.statement): texts.fingerprint(row.text) for row in checked.statements}
    held = kept.conversation.statements.filter(origin=Statement.Origin.IMPORTED)
    for number, fingerprint in held.order_by("number").values_list("number", "fingerprint"):
        if given.get(number) != fingerprint:
            raise ImportRefused(
                "other-statements",
                f"The inquiry holds “{kept.conversation}” already, and its statement {number} is not the one in this "
                "export. Neither gives an address (url in summary.csv) to tell them apart by: give this one another "
                "title.",
            )
    return kept


def _new(checked: CheckedExport, inquiry: Inquiry, name: str, language: str, by: Actor) -> _Begun:
    # Whoever may import may not always make conversations; that the inquiry takes imports of theirs was checked.
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
        by=Actor.system(by.label),
    )
    Conversation.objects.filter(pk=conversation.pk).update(loading=True)
    token = secrets.token_hex(16)
    PolisImport.objects.create(
        conversation=conversation, address=_address(checked), loader=token, held_until=timezone.now() + HOLD
    )
    return _Begun(conversation, created=True, token=token, fresh=True)


def _take_up(kept: PolisImport) -> _Begun:
    token, now = secrets.token_hex(16), timezone.now()
    free = Q(loader="") | Q(held_until__lte=now)
    # One statement looks and takes: of two imports at once one changes the row and the other no row.
    if not PolisImport.objects.filter(free, pk=kept.pk).update(loader=token, held_until=now + HOLD, digest=""):
        raise _being_loaded(kept)
    Conversation.objects.filter(pk=kept.pk).update(loading=True)
    return _Begun(kept.conversation, created=kept.loaded_at is None, token=token)


def _being_loaded(kept: PolisImport) -> ImportRefused:
    return ImportRefused(
        "being-loaded",
        f"“{kept.conversation}” is being loaded by another import: try again when that has finished. If it was cut "
        f"off, wait {HOLD.seconds // 60} minutes.",
    )


def _finish(begun: _Begun, checked: CheckedExport, by: Actor) -> None:
    conversation = begun.conversation
    first, last = checked.first_and_last
    with transaction.atomic():
        begun.hold()
        columns = checked.columns
        PolisImport.objects.filter(conversation=conversation).update(
            digest=checked.digest,
            summary=[[name, value] for name, value in checked.export.summary.items()],
            comment_columns=columns["comments"],
            vote_columns=columns["votes"],
            participant_columns=columns.get("participants", []),
            loaded_at=timezone.now(),
            loader="",
            held_until=None,
        )
        Conversation.objects.filter(pk=conversation.pk).update(loading=False, opens_at=first, closes_at=last)
        if begun.created:
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

    def __init__(self, begun: _Begun, checked: CheckedExport, progress: Progress) -> None:
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
