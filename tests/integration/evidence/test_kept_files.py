"""The files of sources: kept as long as a row claims them, and no longer."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import ballots
import pytest
from django.db import transaction
from django.utils import timezone

from pshub.delivery import schedule
from pshub.evidence import handlers, snapshots
from pshub.evidence.models import Finding, Snapshot
from pshub.evidence.sealing import SealedSnapshot, seal_snapshot


def source() -> SealedSnapshot:
    return seal_snapshot(ballots.ballot_files({"buses": 40}))


def left_behind(store: Path, snapshot: SealedSnapshot, *, age: timedelta) -> Path:
    """Write the file of a snapshot without its row, as a process that was killed leaves it."""
    snapshots.keep(snapshot)
    path = store / snapshots.path_of(snapshot.digest)
    written = (timezone.now() - age).timestamp()
    os.utime(path, (written, written))
    return path


def keep_and_fail(snapshot: SealedSnapshot, *, undone: bool) -> None:
    with snapshots.kept(snapshot):
        with transaction.atomic():
            Snapshot.objects.create(digest=snapshot.digest, restricted=True, size=len(snapshot.data))
            if undone:
                raise RuntimeError
        raise RuntimeError


@pytest.mark.django_db
@pytest.mark.parametrize("undone", [False, True])
def test_a_source_goes_only_if_its_row_could_not_be_written(undone: bool) -> None:
    snapshot = source()
    with pytest.raises(RuntimeError):
        keep_and_fail(snapshot, undone=undone)
    assert (snapshots.stored_bytes(snapshot.digest) is None) is undone


def test_what_a_killed_process_left_is_deleted_and_what_a_finding_needs_stays(own_store: Path, sealed: Finding) -> None:
    needed = own_store / snapshots.path_of(sealed.snapshot.digest)
    os.utime(needed, (0, 0))
    old = left_behind(own_store, source(), age=timedelta(hours=2))
    fresh = left_behind(own_store, source(), age=timedelta(minutes=5))
    assert handlers.remove_unclaimed() == 1
    assert (needed.exists(), old.exists(), fresh.exists()) == (True, False, True)


@pytest.mark.django_db
def test_a_hub_without_sources_has_nothing_to_delete() -> None:
    assert handlers.remove_unclaimed() == 0
    assert "evidence.remove_unclaimed" in {job.name for job in schedule.registered()}
