"""Sending the rows of a list, each as nearly once as SMTP allows.

A row is claimed in a transaction of its own before its message is handed over, and settled in the transaction that
claims the next. Whoever is killed in between leaves one claimed row. Nobody can know whether its message was accepted,
so it becomes *uncertain* and is sent again with the same Message-ID: one message for each sender that was killed may
arrive twice, none is lost, and no other row is touched.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from pshub.delivery import ledger, schedule, troubles
from pshub.delivery.ledger import Withheld
from pshub.delivery.models import AddressTrouble, SendList, SendRow, WorkerProcess
from pshub.delivery.transmission import Outcome, Result, transmit

logger = logging.getLogger(__name__)

#: Messages and seconds of one turn; then the worker sees to its other tasks.
MOST = 500
SECONDS = 20.0
#: A turn that has not ended after so long is taken to be dead.
LEASE = timedelta(minutes=3)
#: Pause after a mail server could not be reached.
UNREACHABLE = timedelta(minutes=1)
#: A row whose sender was lost so often is given up: it may be what kills them.
MOST_LOST = 20

State = SendRow.State
Compose = Callable[[SendRow], EmailMessage | Withheld]


def recover(*, living: Collection[str]) -> int:
    """Make the rows uncertain whose sender is gone; return how many there were."""
    return _make_uncertain(SendRow.objects.filter(state=State.SENDING).exclude(claimed_by__in=list(living)))


def recover_own(sender: str) -> int:
    """Make the rows uncertain that a sender left behind: it is at none now. Return how many there were."""
    return _make_uncertain(SendRow.objects.filter(state=State.SENDING, claimed_by=sender))


def _make_uncertain(lost: QuerySet[SendRow]) -> int:
    given_up = lost.filter(attempts__gte=MOST_LOST).update(
        state=State.FAILED,
        claimed_by="",
        error=_("given up: its sender was lost again and again"),
        finished_at=timezone.now(),
    )
    return given_up + lost.update(state=State.UNCERTAIN, claimed_by="", error=_("its sender was lost"))


def claim(send_list: SendList, *, sender: str) -> SendRow | None:
    """Take the next row of a list that is being sent, so that no other sender does."""
    rows = SendRow.objects.filter(send_list=send_list, due_at__lte=timezone.now()).order_by("due_at", "pk")
    with transaction.atomic():
        if not SendList.objects.filter(pk=send_list.pk, state=SendList.State.SENDING).exists():
            return None
        for state in (State.UNCERTAIN, State.QUEUED):
            row = rows.filter(state=state).select_for_update(skip_locked=True).first()
            if row is not None:
                row.state, row.claimed_by, row.attempts = State.SENDING, sender, row.attempts + 1
                row.save(update_fields=["state", "claimed_by", "attempts"])
                return row
    return None


def settle(row: SendRow, outcome: Outcome | Withheld) -> None:
    """Write down what came of a claimed row."""
    now = timezone.now()
    row.claimed_by = ""
    if isinstance(outcome, Withheld):
        row.state, row.error, row.finished_at = State.SUPPRESSED, outcome.reason[:300], now
    elif outcome.result == Result.SENT:
        row.state, row.error, row.finished_at = State.SENT, "", now
    elif outcome.result in {Result.HARD, Result.REFUSED} or row.attempts > len(ledger.PAUSES):
        row.state, row.error, row.finished_at = State.FAILED, outcome.detail, now
    else:
        row.state = State.UNCERTAIN if outcome.result == Result.UNSURE else State.QUEUED
        row.error = outcome.detail
        row.due_at = now + timedelta(minutes=ledger.PAUSES[row.attempts - 1])
    row.save(update_fields=["state", "error", "due_at", "claimed_by", "finished_at"])
    if isinstance(outcome, Outcome) and row.address:
        if outcome.result == Result.HARD:
            troubles.report(row.address, AddressTrouble.Kind.HARD, detail=outcome.detail)
        elif outcome.result == Result.SOFT:
            troubles.report(row.address, AddressTrouble.Kind.SOFT, detail=outcome.detail)


def send_rows(
    send_list: SendList,
    *,
    sender: str,
    most: int = MOST,
    seconds: float = SECONDS,
    connection: Any = None,
) -> int:
    """Send rows of a list until a limit is reached or none is due; return how many were tried.

    Raises
    ------
    OSError, smtplib.SMTPException
        Where the mail server cannot be reached; no row was touched by that.
    """
    recover_own(sender)
    connection = connection or get_connection()
    compose: Compose = ledger.kind_of(send_list).compose(send_list)
    connection.open()
    tried, until = 0, time.monotonic() + seconds
    try:
        row = claim(send_list, sender=sender)
        while row is not None:
            outcome = _attempt(connection, compose, row)
            tried += 1
            more = tried < most and time.monotonic() < until
            with transaction.atomic():
                settle(row, outcome)
                row = claim(send_list, sender=sender) if more and _goes_on(outcome) else None
    finally:
        connection.close()
    return tried


def _goes_on(outcome: Outcome | Withheld) -> bool:
    # After a break the next turn opens a connection of its own.
    return isinstance(outcome, Withheld) or outcome.result != Result.UNSURE


def _attempt(connection: Any, compose: Compose, row: SendRow) -> Outcome | Withheld:
    if not row.address:
        return Withheld(_("the address was erased"))
    message = compose(row)
    if isinstance(message, Withheld):
        return message
    message.extra_headers["Message-ID"] = row.message_id
    return transmit(connection, message)


@task(takes_context=True)
def send_turn(context: TaskContext, list_id: int, turn: int) -> None:
    """Send some rows of a list, if nobody else has this turn, and ask for the next one."""
    now = timezone.now()
    turns = SendList.objects.filter(pk=list_id, state=SendList.State.SENDING)
    if not turns.filter(turn=turn).update(turn=turn + 1, due_at=now + LEASE):
        return
    send_list = SendList.objects.get(pk=list_id)
    workers = context.task_result.worker_ids
    most = max(1, min(MOST, settings.MAIL_RATE * int(SECONDS) // 60)) if settings.MAIL_RATE else MOST
    try:
        tried = send_rows(send_list, sender=workers[-1] if workers else "worker", most=most)
    except OSError as error:  # smtplib's errors are of this family too
        logger.warning("%s: the mail server cannot be reached: %s", send_list, error)
        turns.update(due_at=timezone.now() + UNREACHABLE, error=f"{type(error).__name__}: {error}"[:500])
        return
    turns.exclude(error="").update(error="")
    if not ledger.close_if_done(send_list):
        _ask_for_next(send_list, turn + 1, now=now, tried=tried)


def _ask_for_next(send_list: SendList, turn: int, *, now: datetime, tried: int) -> None:
    waiting = send_list.rows.filter(state__in=(State.QUEUED, State.UNCERTAIN)).order_by("due_at")
    # Each state by itself: the index gives the first row of one state at once.
    firsts = [waiting.filter(state=state).values_list("due_at", flat=True).first() for state in ("queued", "uncertain")]
    due = min((first for first in firsts if first is not None), default=now + LEASE)
    if settings.MAIL_RATE:
        due = max(due, now + timedelta(seconds=60 * tried / settings.MAIL_RATE))
    moment = timezone.now()
    asked = SendList.objects.filter(pk=send_list.pk, turn=turn, state=SendList.State.SENDING)
    if due > moment:
        asked.update(due_at=due)
    elif asked.update(due_at=moment + LEASE):
        send_turn.enqueue(send_list.pk, turn)


@schedule.every(minutes=0.1, name="delivery.sending")
def send_due() -> int:
    """Start a turn of every list that is due; return how many were."""
    if SendRow.objects.filter(state=State.SENDING).exists():
        recover(living=list(WorkerProcess.objects.values_list("id", flat=True)))
    for cancelled in SendList.objects.filter(state=SendList.State.CANCELLED, closed_at__isnull=True):
        ledger.finish_cancelled(cancelled)
    now = timezone.now()
    started = 0
    for send_list in SendList.objects.filter(state=SendList.State.SENDING, due_at__lte=now):
        due = SendList.objects.filter(pk=send_list.pk, turn=send_list.turn, due_at__lte=now)
        if due.update(due_at=now + LEASE):
            send_turn.enqueue(send_list.pk, send_list.turn)
            started += 1
    return started


@schedule.every(minutes=24 * 60, name="delivery.addresses")
def forget_addresses() -> int:
    """Take the addresses off the rows of lists that ended long ago; the counts stay."""
    ended = SendList.objects.filter(closed_at__lt=timezone.now() - timedelta(days=90))
    return SendRow.objects.filter(send_list__in=ended).exclude(address="").update(address="")
