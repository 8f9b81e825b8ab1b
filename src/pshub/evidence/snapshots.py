"""Where snapshots lie: one file each, named by its digest, in a store that no web server serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

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
            remove(snapshot.digest)
        raise


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
