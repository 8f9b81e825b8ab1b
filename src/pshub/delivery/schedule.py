"""What is done again and again: a registry of jobs, and the rows that let only one worker do each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from pshub.delivery.models import ScheduledJob

Work = Callable[[], object]
logger = logging.getLogger(__name__)

#: A worker that took a job and was killed is taken to be gone after so long.
LEASE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Job:
    """A function and how often it is called."""

    name: str
    period: timedelta
    work: Work


_jobs: dict[str, Job] = {}


def every(*, minutes: float, name: str) -> Callable[[Work], Work]:
    """Register a function to be called by a worker every so many minutes. It must be safe to call again."""

    def register(work: Work) -> Work:
        _jobs[name] = Job(name=name, period=timedelta(minutes=minutes), work=work)
        return work

    return register


def registered() -> list[Job]:
    """Return all jobs by name."""
    return sorted(_jobs.values(), key=lambda job: job.name)


def take(job: Job, *, now: datetime) -> bool:
    """Take a job that is due, so that no other worker does; return whether it was there to take."""
    ScheduledJob.objects.bulk_create([ScheduledJob(name=job.name, due_at=now)], ignore_conflicts=True)
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    # One statement reads and writes, so of two workers that ask at once one changes the row and the other no row.
    taken = ScheduledJob.objects.filter(free, name=job.name, due_at__lte=now).update(
        due_at=now + job.period, taken_until=now + LEASE, started_at=now
    )
    return taken == 1


def release_taken_before(moment: datetime) -> None:
    """Give jobs back that were taken before a moment and not ended, and make them due."""
    ScheduledJob.objects.filter(taken_until__isnull=False, started_at__lt=moment).update(
        taken_until=None, due_at=timezone.now()
    )


def run(job: Job) -> None:
    """Do a job that has been taken, and note how it went."""
    error = ""
    try:
        job.work()
    except Exception as problem:
        logger.exception("the job %s failed", job.name)
        error = f"{type(problem).__name__}: {problem}"
    ScheduledJob.objects.filter(name=job.name).update(taken_until=None, finished_at=timezone.now(), error=error)


def run_due(*, now: datetime | None = None) -> list[str]:
    """Do every job that is due; return the names of those that this call did."""
    moment = timezone.now() if now is None else now
    later = dict(ScheduledJob.objects.filter(due_at__gt=moment).values_list("name", "due_at"))
    done = []
    for job in registered():
        # Most jobs are not due: one read tells, and only those that are due are written to.
        if job.name not in later and take(job, now=moment):
            run(job)
            done.append(job.name)
    return done
