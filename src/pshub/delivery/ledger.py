"""The ledger: one row for each recipient of a list, made before anything is sent.

A list is opened in the transaction of the change that asks for it. The worker then writes its rows, in portions so
that nobody else has to wait, and starts sending when all are there. What is sent, and to whom, is told by the kind of
the list, which an area registers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery import outbox
from pshub.delivery.models import SendList, SendRow

FILL = "ledger.fill"
#: Rows written in one transaction: some tens of milliseconds.
PORTION = 500
#: Pauses of one row after refusals for the time being, in minutes; after the last it has failed.
PAUSES = (10, 60, 360)
OPEN_ROWS = (SendRow.State.QUEUED, SendRow.State.SENDING, SendRow.State.UNCERTAIN)

State = SendList.State


class NotReady(Exception):
    """A list cannot be sent as it stands. The message is for whoever sends it."""

    code = "not-ready"


class UnknownKind(LookupError):
    """Nobody registered a kind of list."""

    code = "unknown-list-kind"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"no list of the kind {kind!r} is registered")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A reason not to send to somebody after all."""

    reason: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What is sent, and to whom.

    Attributes
    ----------
    audience
        Returns the rows of whom a list goes to, or raises `NotReady`; `address` names the column of their addresses.
    compose
        Returns a function that makes the message for one row, or says why it is not sent. Called once a turn.
    closed
        Called inside the transaction in which a list is closed.
    """

    name: str
    audience: Callable[[SendList], QuerySet[Any]]
    address: str
    compose: Callable[[SendList], Callable[[SendRow], EmailMessage | Withheld]]
    closed: Callable[[SendList], None] = lambda _send_list: None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Announce a kind of list."""
    _kinds[kind.name] = kind


def kind_of(send_list: SendList) -> Kind:
    """Return the kind of a list, or raise `UnknownKind`."""
    try:
        return _kinds[send_list.kind]
    except KeyError:
        raise UnknownKind(send_list.kind) from None


def open_list(*, kind: str, key: str, title: str) -> SendList:
    """Open a list in the caller's transaction; its rows are written after the commit. The same key opens one list."""
    send_list, _made = SendList.objects.get_or_create(key=key, defaults={"kind": kind, "title": title[:300]})
    kind_of(send_list)
    _ask_to_fill(send_list)
    return send_list


def _ask_to_fill(send_list: SendList) -> None:
    outbox.enqueue(FILL, {"send_list": send_list.pk}, key=f"{FILL}:{send_list.pk}:{send_list.turn}")


def message_id(key: str, recipient: str) -> str:
    """Return the Message-ID of a row: the same at every attempt, so that whoever receives it twice can tell."""
    name = hashlib.sha256(f"{key}/{recipient}".encode()).hexdigest()[:40]
    return f"<{name}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


@outbox.handler(FILL)
def fill(payload: Mapping[str, Any]) -> None:
    """Write the rows of a list and start to send. Running it again goes on where it stopped."""
    send_list = SendList.objects.filter(pk=payload["send_list"], state=State.QUEUED).first()
    if send_list is None:
        return
    kind = kind_of(send_list)
    try:
        people = kind.audience(send_list).order_by("pk").values_list("pk", kind.address)
    except NotReady as problem:
        SendList.objects.filter(pk=send_list.pk, state=State.QUEUED).update(state=State.PAUSED, error=str(problem))
        return
    last, now = 0, timezone.now()
    while portion := list(people.filter(pk__gt=last)[:PORTION]):
        if not _write(send_list, portion, now):
            return
        last = portion[-1][0]
    _start(send_list)


def _write(send_list: SendList, portion: list[tuple[int, str]], now: datetime) -> bool:
    rows = [
        SendRow(
            send_list=send_list,
            recipient=str(key),
            address=address,
            message_id=message_id(send_list.key, str(key)),
            due_at=now,
        )
        for key, address in portion
    ]
    with transaction.atomic():
        if not SendList.objects.select_for_update().filter(pk=send_list.pk, state=State.QUEUED).exists():
            return False
        SendRow.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def _start(send_list: SendList) -> None:
    with transaction.atomic():
        total = send_list.rows.count()
        now = timezone.now()
        SendList.objects.filter(pk=send_list.pk, state=State.QUEUED).update(
            state=State.SENDING, total=total, started_at=now, due_at=now, error=""
        )
    close_if_done(send_list)


def counts(send_list: SendList) -> dict[str, int]:
    """Return how many rows of a list are in each state."""
    found = dict(send_list.rows.order_by().values_list("state").annotate(rows=Count("pk")))
    return {state.value: found.get(state.value, 0) for state in SendRow.State}


def close_if_done(send_list: SendList) -> bool:
    """Close a list whose rows balance; return whether it is closed now."""
    with transaction.atomic():
        held = SendList.objects.select_for_update().get(pk=send_list.pk)
        if held.state not in {State.SENDING, State.CANCELLED} or held.total is None or held.closed_at is not None:
            return held.state == State.CLOSED
        if held.rows.filter(state__in=OPEN_ROWS).exists():
            return False
        found = counts(held)
        held.sent, held.failed, held.suppressed = found["sent"], found["failed"], found["suppressed"]
        if held.sent + held.failed + held.suppressed != held.total:
            return False
        held.closed_at = timezone.now()
        held.due_at = None
        if held.state == State.SENDING:
            held.state = State.CLOSED
        held.save()
        kind_of(held).closed(held)
    return held.state == State.CLOSED


def pause(send_list: SendList) -> bool:
    """Stop sending after the message that is under way; return whether it was being sent."""
    return bool(SendList.objects.filter(pk=send_list.pk, state=State.SENDING).update(state=State.PAUSED, due_at=None))


def resume(send_list: SendList) -> bool:
    """Go on with a list that was paused, in the caller's transaction; return whether it was."""
    held = SendList.objects.select_for_update().get(pk=send_list.pk)
    if held.state != State.PAUSED:
        return False
    held.turn += 1
    held.error = ""
    held.state = State.QUEUED if held.total is None else State.SENDING
    held.due_at = None if held.total is None else timezone.now()
    held.save()
    if held.total is None:
        _ask_to_fill(held)
    return True


def cancel(send_list: SendList) -> bool:
    """Send no more of a list, in the caller's transaction; return whether there was anything left to cancel."""
    held = SendList.objects.select_for_update().get(pk=send_list.pk)
    if held.state not in {State.QUEUED, State.SENDING, State.PAUSED}:
        return False
    held.state, held.due_at, held.total = State.CANCELLED, None, held.rows.count()
    held.save()
    finish_cancelled(held)
    return True


def finish_cancelled(send_list: SendList) -> None:
    """Settle what is left of a list that was cancelled; the row that is being sent now settles itself."""
    now = timezone.now()
    send_list.rows.filter(state=SendRow.State.QUEUED).update(
        state=SendRow.State.SUPPRESSED, error=_("cancelled"), finished_at=now
    )
    send_list.rows.filter(state=SendRow.State.UNCERTAIN).update(
        state=SendRow.State.FAILED, error=_("not known whether it arrived; then cancelled"), finished_at=now
    )
    close_if_done(send_list)
