"""Writing a checked Polis export into a hub: short transactions, invisible until the last, safe to run again."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.practice.conversations import texts
from pshub.practice.conversations.actions.conversations import create_conversation
from pshub.practice.conversations.actions.loading import HOLD, MODERATED_OUT, Begun, Loader, Progress
from pshub.practice.conversations.importers import CheckedExport, ImportRefused
from pshub.practice.conversations.models import (
    Conversation,
    PolisImport,
    Statement,
    Vote,
)

POLICY = _(
    "This conversation was held on Polis and moderated there by its owners. Statements that they moderated out are "
    "shown as turned down; those that they did not look at are shown as put to the vote, as they were on Polis."
)


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
        Loader(begun, checked, progress or _silent).load()
        _finish(begun, checked, by)
    finally:
        PolisImport.objects.filter(pk=conversation.pk, loader=begun.token).update(loader="", held_until=None)
    conversation.refresh_from_db()
    return _counted(conversation, changed=True, created=begun.created)


def _silent(share: float, doing: str) -> None:
    """Tell nobody."""


def _address(checked: CheckedExport) -> str:
    return checked.export.summary.get("url", "").strip()[:500]


def _imports_of(checked: CheckedExport) -> QuerySet[PolisImport]:
    """Return the import of the same address, if the export gives one."""
    imports = PolisImport.objects.select_related("conversation__record__inquiry")
    address = _address(checked)
    return imports.filter(address=address) if address else imports.none()


def _begin(checked: CheckedExport, inquiry: Inquiry, title: str, language: str, by: Actor) -> Begun:
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
        return Begun(kept.conversation, created=False, token="")
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


def _new(checked: CheckedExport, inquiry: Inquiry, name: str, language: str, by: Actor) -> Begun:
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
    return Begun(conversation, created=True, token=token, fresh=True)


def _take_up(kept: PolisImport) -> Begun:
    token, now = secrets.token_hex(16), timezone.now()
    free = Q(loader="") | Q(held_until__lte=now)
    # One statement looks and takes: of two imports at once one changes the row and the other no row.
    if not PolisImport.objects.filter(free, pk=kept.pk).update(loader=token, held_until=now + HOLD, digest=""):
        raise _being_loaded(kept)
    Conversation.objects.filter(pk=kept.pk).update(loading=True)
    return Begun(kept.conversation, created=kept.loaded_at is None, token=token)


def _being_loaded(kept: PolisImport) -> ImportRefused:
    return ImportRefused(
        "being-loaded",
        f"“{kept.conversation}” is being loaded by another import: try again when that has finished. If it was cut "
        f"off, wait {HOLD.seconds // 60} minutes.",
    )


def _finish(begun: Begun, checked: CheckedExport, by: Actor) -> None:
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
