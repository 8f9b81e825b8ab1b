"""Where snapshots lie: one file each, named by its digest, in a store that no web server serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import DatabaseError

from pshub.evidence.errors import DamagedSnapshot, ErasedSnapshot
from pshub.evidence.models import Snapshot
from pshub.evidence.sealing import SealedSnapshot, open_snapshot


def store() -> Storage:
    """Return the store of restricted files."""
    return storages["restricted"]


def path_of(digest: str) -> str:
    """Return where in the store the bytes of a snapshot lie."""
    return f"snapshots/{digest[:2]}/{digest}.zip"


def keep(snapshot: SealedSnapshot) -> None:
    """Write the bytes of a snapshot unless they are there."""
    place = path_of(snapshot.digest)
    if not store().exists(place):
        store().save(place, ContentFile(snapshot.data))


def remove(digest: str) -> None:
    """Delete the bytes of a snapshot; nothing happens where there are none."""
    store().delete(path_of(digest))


@contextmanager
def kept(*sealed: SealedSnapshot) -> Iterator[None]:
    """Keep snapshots around the transaction that writes their rows; without rows nobody would find the files again."""
    for snapshot in sealed:
        keep(snapshot)
    try:
        yield
    except BaseException:
        for snapshot in sealed:
            if not _may_have_row(snapshot.digest):
                remove(snapshot.digest)
        raise


def _may_have_row(digest: str) -> bool:
    """Return whether a row names a snapshot. What went wrong may have gone wrong after the commit."""
    try:
        return Snapshot.objects.filter(digest=digest).exists()
    except DatabaseError:
        # Nobody can tell now; a file too many is removed later, a file too few is gone for good.
        return True


def remove_unclaimed(*, before: datetime) -> int:
    """Delete the files that no row claims and that were written before a moment; return how many.

    A process that is killed between writing a file and its row leaves one. It holds what people said, and nobody who
    is erased would be erased from it.
    """
    removed = 0
    for folder in _listed("snapshots", folders=True):
        old = [
            path
            for name in _listed(f"snapshots/{folder}", folders=False)
            if store().get_modified_time(path := f"snapshots/{folder}/{name}") < before
        ]
        rows = Snapshot.objects.filter(erased_at=None, digest__startswith=folder)
        # Rows are read after the files were listed: what got its row in between is seen.
        claimed = set(rows.values_list("digest", flat=True)) if old else set()
        for path in old:
            if PurePosixPath(path).stem not in claimed:
                store().delete(path)
                removed += 1
    return removed


def _listed(folder: str, *, folders: bool) -> list[str]:
    try:
        inside, files = store().listdir(folder)
    except FileNotFoundError:
        return []
    return sorted(inside if folders else files)


def stored_bytes(digest: str) -> bytes | None:
    """Return the bytes as they are stored now, unchecked; None where the file is missing."""
    try:
        with store().open(path_of(digest), "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def read(snapshot: Snapshot) -> SealedSnapshot:
    """Return a snapshot's content, checked against its digest.

    Raises
    ------
    ErasedSnapshot
        Where the bytes were erased on purpose.
    DamagedSnapshot
        Where they are missing or not what was sealed.
    """
    if snapshot.erased_at is not None:
        raise ErasedSnapshot(snapshot.digest)
    data = stored_bytes(snapshot.digest)
    if data is None:
        raise DamagedSnapshot(f"the stored source {snapshot.digest[:16]}… is missing")
    return open_snapshot(data, digest=snapshot.digest)
