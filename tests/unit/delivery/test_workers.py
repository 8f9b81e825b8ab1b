"""Workers: what they say of themselves, and what becomes of the work of one that died."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from pshub.delivery import schedule, workers
from pshub.delivery.models import OutboxMessage, WorkerProcess
from pshub.delivery.tasks import LEASE, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(settings: Any) -> Callable[[str], DBTaskResult]:
    """Queue a task that somebody has begun."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "compute"]}}
    assert isinstance(task_backends["default"], DatabaseBackend)

    def begin(worker: str) -> DBTaskResult:
        row = DBTaskResult.objects.get(pk=deliver.enqueue(0).id)
        row.claim(worker)
        return row

    return begin


def test_a_worker_is_seen_until_it_stops_or_falls_silent() -> None:
    workers.say_alive("one")
    workers.say_alive("one")
    workers.say_alive("two")
    WorkerProcess.objects.filter(id="two").update(seen_at=timezone.now() - workers.SILENCE - timedelta(seconds=1))
    assert [worker.id for worker in workers.alive()] == ["one"]

    workers.say_gone("one")
    assert workers.alive() == []


def test_the_task_of_a_dead_worker_is_put_back_and_that_of_a_living_one_is_not(
    queue: Callable[[str], DBTaskResult],
) -> None:
    workers.say_alive("living")
    lost, held = queue("dead"), queue("living")

    assert workers.put_back_abandoned() == 1

    lost.refresh_from_db()
    held.refresh_from_db()
    assert (lost.status, held.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_what_a_dead_worker_held_is_free_at_once(queue: Callable[[str], DBTaskResult]) -> None:
    now = timezone.now()
    messages = [
        OutboxMessage.objects.create(topic="test", key=key, due_at=now + LEASE - ago, attempts=1)
        for key, ago in (("task", timedelta()), ("sweep", timedelta(minutes=3)), ("living", timedelta(minutes=-1)))
    ]
    row = queue("dead")
    DBTaskResult.objects.filter(pk=row.pk).update(args_kwargs={"args": [messages[0].pk], "kwargs": {}})
    job = schedule.Job(name="test.job", period=timedelta(minutes=1), work=lambda: None)
    assert schedule.take(job, now=now - timedelta(minutes=3))
    workers.say_alive("living")
    WorkerProcess.objects.update(started_at=now - timedelta(minutes=1))

    workers.put_back_abandoned()

    due = OutboxMessage.objects.filter(due_at__lte=timezone.now()).values_list("key", flat=True)
    assert sorted(due) == ["sweep", "task"]
    assert schedule.take(job, now=timezone.now())


def test_old_finished_tasks_are_forgotten(queue: Callable[[str], DBTaskResult]) -> None:
    for age in (workers.KEPT + timedelta(days=1), timedelta()):
        row = queue("one")
        row.set_successful(None)
        DBTaskResult.objects.filter(pk=row.pk).update(finished_at=timezone.now() - age)

    assert workers.forget_finished_tasks() == 1
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_batch_does_what_is_queued_and_what_is_due(
    queue: Callable[[str], DBTaskResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[int] = []
    monkeypatch.setattr(schedule, "_jobs", {})
    schedule.every(minutes=10, name="test.sweep")(lambda: swept.append(1))
    row = queue("dead")

    workers.run_worker(batch=True)

    row.refresh_from_db()
    assert row.status == TaskResultStatus.SUCCESSFUL
    assert swept == [1]
    assert workers.alive() == []


def test_the_clock_goes_on_after_a_problem_with_the_database(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    rounds: list[int] = []

    def look() -> None:
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("gone for a moment")
        stop.set()

    monkeypatch.setattr(schedule, "run_due", look)
    monkeypatch.setattr(workers, "close_old_connections", lambda: None)
    monkeypatch.setattr(workers.connection, "close", lambda: None)
    workers.keep_time("one", stop, tick=0)

    assert len(rounds) == 2
    assert "could not be looked at" in caplog.text


def test_the_hub_keeps_its_own_queue_in_order() -> None:
    names = {job.name for job in schedule.registered()}

    assert {"delivery.outbox", "delivery.abandoned", "delivery.tidy", "delivery.finished_tasks"} <= names
    assert not OutboxMessage.objects.exists()
