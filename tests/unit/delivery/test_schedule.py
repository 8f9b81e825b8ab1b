"""Periodic jobs: when they are due, and that two workers never do one twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from pshub.delivery import schedule
from pshub.delivery.models import ScheduledJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One job, every ten minutes, and what it has done."""
    monkeypatch.setattr(schedule, "_jobs", {})
    done: list[str] = []
    schedule.every(minutes=10, name="test.sweep")(lambda: done.append("swept"))
    return done


def test_a_job_is_done_when_it_is_due(done: list[str]) -> None:
    now = timezone.now()

    assert schedule.run_due(now=now) == ["test.sweep"]
    assert schedule.run_due(now=now + timedelta(minutes=9)) == []
    assert schedule.run_due(now=now + timedelta(minutes=10)) == ["test.sweep"]
    assert done == ["swept", "swept"]


def test_of_two_workers_that_look_at_once_one_does_the_job(done: list[str]) -> None:
    (job,) = schedule.registered()
    now = timezone.now()

    assert [schedule.take(job, now=now) for _ in range(3)] == [True, False, False]


def test_a_job_under_way_is_not_started_again_although_it_takes_longer_than_its_period(done: list[str]) -> None:
    (job,) = schedule.registered()
    now = timezone.now()
    schedule.take(job, now=now)

    assert not schedule.take(job, now=now + timedelta(minutes=11))
    assert schedule.take(job, now=now + schedule.LEASE)


def test_a_job_that_fails_says_so_and_runs_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})
    tries: list[int] = []

    @schedule.every(minutes=1, name="test.broken")
    def broken() -> None:
        tries.append(1)
        raise OSError("no disk")

    now = timezone.now()
    schedule.run_due(now=now)
    row = ScheduledJob.objects.get()
    assert (row.error, row.taken_until) == ("OSError: no disk", None)
    assert "test.broken" in caplog.text

    assert schedule.run_due(now=now + timedelta(minutes=1)) == ["test.broken"]
    assert len(tries) == 2


def test_looking_at_a_schedule_with_nothing_due_writes_nothing(done: list[str], django_assert_num_queries) -> None:
    schedule.run_due()
    with django_assert_num_queries(1):
        assert schedule.run_due() == []
