"""The worker: does queued tasks one after the other and, beside them, what is due at set times."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from pshub.delivery import schedule, tasks
from pshub.delivery.models import WorkerProcess

logger = logging.getLogger(__name__)

#: A worker that was not seen for so long is taken to be dead.
SILENCE = timedelta(minutes=2)
#: Seconds between two looks at what is due.
TICK = 5.0
#: Seconds between two signs of life.
BEAT = 30.0
#: Seconds between two looks at the queue while it is empty.
POLL = 0.5
#: How long finished tasks stay to be looked at.
KEPT = timedelta(days=14)


def new_identity() -> str:
    """Return a name for a worker that no other has."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"


def alive() -> list[WorkerProcess]:
    """Return the workers that were seen lately."""
    return list(WorkerProcess.objects.filter(seen_at__gte=timezone.now() - SILENCE))


def say_alive(identity: str) -> None:
    """Note that a worker is alive."""
    WorkerProcess.objects.update_or_create(id=identity, defaults={"seen_at": timezone.now()})


def say_gone(identity: str) -> None:
    """Note that a worker has stopped."""
    WorkerProcess.objects.filter(id=identity).delete()


@schedule.every(minutes=1, name="delivery.abandoned")
def put_back_abandoned() -> int:
    """Put tasks back whose worker died while it was at them; forget dead workers. Return how many were put back."""
    WorkerProcess.objects.filter(seen_at__lt=timezone.now() - SILENCE).delete()
    living = dict(WorkerProcess.objects.values_list("id", "started_at"))
    lost = [
        row
        for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        if not row.worker_ids or row.worker_ids[-1] not in living
    ]
    # Released first: a task that is put back at once finds its message free.
    path = tasks.deliver.module_path
    tasks.release([row.args_kwargs["args"][0] for row in lost if row.task_path == path and row.args_kwargs["args"]])
    if living:
        # What was taken before the oldest living worker began is held by nobody.
        tasks.release_taken_before(min(living.values()))
        schedule.release_taken_before(min(living.values()))
    return DBTaskResult.objects.filter(pk__in=[row.pk for row in lost], status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


@schedule.every(minutes=24 * 60, name="delivery.finished_tasks")
def forget_finished_tasks() -> int:
    """Delete tasks that ended long ago."""
    deleted, _ = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
    return int(deleted)


def keep_time(identity: str, stop: threading.Event, *, tick: float = TICK) -> None:
    """Say that the worker is alive and do what is due, until told to stop."""
    said_at = -BEAT
    while True:
        try:
            close_old_connections()
            if time.monotonic() - said_at >= BEAT:
                say_alive(identity)
                said_at = time.monotonic()
            schedule.run_due()
        except Exception:
            # A busy or restarting database must not end the worker: the next tick tries again.
            logger.exception("the schedule could not be looked at")
        if stop.wait(tick):
            break
    connection.close()


def run_worker(*, batch: bool = False, on_ready: Callable[[], None] | None = None) -> None:
    """Do tasks until a signal says to stop; with `batch` until the queue is empty and nothing is due."""
    identity = new_identity()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=identity,
    )
    say_alive(identity)
    put_back_abandoned()
    stop = threading.Event()
    if batch:
        schedule.run_due()
        worker.run()
        say_gone(identity)
        return
    # Being asked to stop is no news to whoever asked.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker.configure_signals()
    clock = threading.Thread(target=keep_time, args=(identity, stop), name="schedule", daemon=True)
    clock.start()
    if on_ready is not None:
        on_ready()
    try:
        worker.run()
    finally:
        stop.set()
        clock.join(timeout=10)
        say_gone(identity)
