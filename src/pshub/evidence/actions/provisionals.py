"""Results on input that still changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.evidence import kinds, snapshots
from pshub.evidence.computing import Computed, canonical_text, compute, may_follow
from pshub.evidence.errors import EvidenceError
from pshub.evidence.kinds import Progress, SnapshotFiles
from pshub.evidence.models import Provisional, Snapshot
from pshub.evidence.sealing import SealedSnapshot, normalised, seal_snapshot
from pshub.evidence.topics import DRAW_PROVISIONAL, ERASE
from pshub.methods.canonical import digest_json
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require

#: How many participants changed since the last public result: told the files it was made from, None if there is none.
CountChanged = Callable[[SnapshotFiles | None], int]


def save_provisional(
    *,
    key: str,
    kind: str,
    parameters: Mapping[str, Any],
    files: SnapshotFiles,
    participants_changed: int | CountChanged,
    exact: Mapping[str, Any] | None = None,
    notice: str = "",
    scope: Any = None,
    progress: Progress | None = None,
    by: Actor,
) -> Provisional:
    """Keep the newest result about something that still changes.

    The exact result, for analysts, follows every time. The public one is replaced only if at least 10 participants
    changed since it was made (or nobody did): the difference of two public results is itself a result, about those who
    changed. People who were erased since have changed too. Where the input of the last public result can't be read,
    nobody can tell how many changed, and it stays. The first public result needs no predecessor; the kind withholds
    what is too small.

    Parameters
    ----------
    key
        What the result is about, such as ``conversation:<uuid>``.
    participants_changed
        A number, or a function that counts by the files of the last public result.
    exact
        The exact result, where the caller has computed it by the same kind already.
    """
    require(by, "evidence.seal", scope=scope)
    computed = _computed(kind, files, parameters, exact, progress)
    before = Provisional.objects.select_related("released_snapshot").filter(key=key).first()
    replace = before is None or before.released_at is None or _may_replace(before, computed, participants_changed)
    sealed = seal_snapshot(files) if replace else None
    with snapshots.kept(*([sealed] if sealed else [])), transaction.atomic():
        return _write(key, computed, sealed, notice, by)


def _computed(
    kind: str,
    files: SnapshotFiles,
    parameters: Mapping[str, Any],
    exact: Mapping[str, Any] | None,
    progress: Progress | None,
) -> Computed:
    if exact is None:
        return compute(kind, files, parameters, progress=progress)
    chosen, plain, result = kinds.get(kind), normalised(parameters), normalised(exact)
    return Computed(chosen, plain, result, normalised(chosen.release(result, plain)))


def _may_replace(before: Provisional, computed: Computed, participants_changed: int | CountChanged) -> bool:
    if before.released_snapshot is None or before.released_json == canonical_text(computed.released):
        return False
    changed = participants_changed
    if callable(changed):
        try:
            last = snapshots.read(before.released_snapshot).files
        except EvidenceError:
            return False
        changed = changed(last)
    return may_follow(changed + before.removed_since_release)


def _write(key: str, computed: Computed, sealed: SealedSnapshot | None, notice: str, by: Actor) -> Provisional:
    now = timezone.now()
    values: dict[str, Any] = {
        "kind": computed.kind.name,
        "exact_json": canonical_text(computed.result),
        "exact_at": now,
        "notice": notice,
    }
    old = Provisional.objects.select_for_update().filter(key=key).values_list("released_snapshot", flat=True).first()
    if sealed is not None:
        values |= {
            "parameters_json": canonical_text(computed.parameters),
            "released_json": canonical_text(computed.released),
            "released_at": now,
            "released_snapshot": Snapshot.objects.create(digest=sealed.digest, restricted=True, size=len(sealed.data)),
            "removed_since_release": 0,
            "figures": {},
        }
    provisional, _ = Provisional.objects.update_or_create(key=key, defaults=values)
    if sealed is not None:
        _drop(old)
        outbox.enqueue(DRAW_PROVISIONAL, {"key": key}, key=f"{DRAW_PROVISIONAL}:{digest_json([key, sealed.digest])}")
    audit(by, verb="provisional.saved", target=provisional, detail={"key": key, "public": sealed is not None})
    return provisional


def _drop(snapshot_id: int | None) -> None:
    """Delete the input of a public result that has been replaced: nobody needs the row-level data any longer."""
    if snapshot_id is None:
        return
    snapshot = Snapshot.objects.filter(pk=snapshot_id, findings=None, provisionals=None).first()
    if snapshot is not None:
        outbox.enqueue(ERASE, {"digest": snapshot.digest}, key=f"{ERASE}:{snapshot.digest}")
        snapshot.delete()


def rebase_provisional(
    *, key: str, removed: int, files: SnapshotFiles | None = None, scope: Any = None, by: Actor
) -> Provisional:
    """Forget somebody's erased data: the exact result, and what of it is in the input of the public result.

    The public result stays: it was safe by itself. Changes are counted against the new files from now on, and those
    who were removed count as changed, for the public result still speaks of them.

    Parameters
    ----------
    removed
        How many people of the public result's input were erased; 0 where the input stays.
    files
        The input without them; None where it can't be told: then no other public result may follow.
    """
    require(by, "evidence.restricted", scope=scope)
    sealed = seal_snapshot(files) if removed and files is not None else None
    with snapshots.kept(*([sealed] if sealed else [])), transaction.atomic():
        provisional = Provisional.objects.select_for_update().filter(key=key).first()
        if provisional is None or (removed and provisional.released_snapshot_id is None):
            raise EvidenceError("no-provisional", f"there is no public result for {key}")
        provisional.exact_json, provisional.exact_at = "{}", None
        old = None
        if removed:
            old = provisional.released_snapshot_id
            provisional.removed_since_release += removed
            provisional.released_snapshot = None
        if sealed is not None:
            provisional.released_snapshot = Snapshot.objects.create(
                digest=sealed.digest, restricted=True, size=len(sealed.data)
            )
        provisional.save(update_fields=["exact_json", "exact_at", "released_snapshot", "removed_since_release"])
        _drop(old)
        audit(by, verb="provisional.rebased", target=provisional, detail={"key": key})
    return provisional
