"""Erasing a source for good."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.evidence import kinds, snapshots
from pshub.evidence.actions.findings import write_finding
from pshub.evidence.computing import Computed, compute, may_follow
from pshub.evidence.errors import EvidenceError
from pshub.evidence.kinds import Progress, SnapshotFiles
from pshub.evidence.models import Finding, FindingState, Snapshot
from pshub.evidence.querysets import findings, standing
from pshub.evidence.sealing import SealedSnapshot, seal_snapshot
from pshub.evidence.topics import ERASE
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require

State = FindingState.State


def erase_snapshot(
    *,
    snapshot: Snapshot,
    reason: str,
    successor_files: SnapshotFiles | None = None,
    participants_changed: int = 1,
    scope: Any = None,
    progress: Progress | None = None,
    by: Actor,
) -> list[Finding]:
    """Erase a source, with every exact result made from it, and seal successors on what remains.

    The public tables of the old findings stay if their kind says that they are still disclosable. A successor is
    public only if enough participants changed; else the old and the new table side by side would tell what the erased
    data said, and it is kept for analysts until a later one may be shown.

    Parameters
    ----------
    successor_files
        The input without what is to be forgotten; None to seal nothing new.
    participants_changed
        How many participants' data differ between both inputs; at least one.

    Returns
    -------
    list of Finding
        The successors, one for each finding on the snapshot that had not been withdrawn.
    """
    require(by, "evidence.restricted", scope=scope)
    reason = reason.strip()
    if not reason:
        raise EvidenceError("reason-needed", "say why the source is erased: the reason stands beside its findings")
    old = list(findings().filter(snapshot=snapshot))
    prepared: dict[int, tuple[Computed, SealedSnapshot]] = {}
    if successor_files is not None:
        for finding in old:
            if standing(finding).state != State.WITHDRAWN:
                computed = compute(
                    finding.kind, successor_files, json.loads(finding.parameters_json), progress=progress
                )
                prepared[finding.pk] = (computed, seal_snapshot(successor_files))
    successors: list[Finding] = []
    with snapshots.kept(*(sealed for _, sealed in prepared.values())), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(erased_at=timezone.now(), erased_because=reason)
        for finding in old:
            successor = None
            if finding.pk in prepared:
                computed, sealed = prepared[finding.pk]
                successor = write_finding(
                    computed,
                    snapshot=sealed,
                    title=finding.title,
                    restricted=snapshot.restricted,
                    public=finding.public and may_follow(max(participants_changed, 1)),
                    by=by,
                )
                successors.append(successor)
            _forget_source(finding, successor, reason, by)
        audit(by, verb="snapshot.erased", target=snapshot, detail={"digest": snapshot.digest, "reason": reason})
        outbox.enqueue(ERASE, {"digest": snapshot.digest}, key=f"{ERASE}:{snapshot.digest}")
    return successors


def _forget_source(finding: Finding, successor: Finding | None, reason: str, by: Actor) -> None:
    withdrawn = standing(finding).state == State.WITHDRAWN
    Finding.objects.filter(pk=finding.pk).update(result_json="", result_digest="")
    if withdrawn or not _still_disclosable(finding):
        Finding.objects.filter(pk=finding.pk).update(released_json="")
        finding.figure_files.all().delete()
    if not withdrawn:
        FindingState.objects.create(
            finding=finding, state=State.SOURCE_ERASED, reason=reason, successor=successor, by=by.label
        )


def _still_disclosable(finding: Finding) -> bool:
    try:
        return kinds.get(finding.kind).still_disclosable(json.loads(finding.released_json))
    except (kinds.UnknownKind, ValueError):
        return False
