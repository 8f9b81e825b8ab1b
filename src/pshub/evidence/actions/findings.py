"""Sealing a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pshub.delivery import outbox
from pshub.evidence import snapshots
from pshub.evidence.computing import Computed, canonical_text, compute, may_follow
from pshub.evidence.errors import EvidenceError, TooFewChanged
from pshub.evidence.kinds import Progress, SnapshotFiles
from pshub.evidence.models import Finding, FindingState, Snapshot
from pshub.evidence.querysets import findings, standing
from pshub.evidence.sealing import Seal, SealedSnapshot, commitment, seal_snapshot
from pshub.evidence.topics import DRAW
from pshub.methods.canonical import canonical_json, digest_bytes
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require


def seal(
    *,
    kind: str,
    files: SnapshotFiles,
    parameters: Mapping[str, Any],
    title: str,
    restricted: bool | None = None,
    public: bool = True,
    changed_since_public: int | None = None,
    scope: Any = None,
    progress: Progress | None = None,
    by: Actor,
) -> Finding:
    """Compute a result, release what of it may be public, and seal both.

    Sealing the same files with the same kind, parameters and title again returns the finding that is there.

    Parameters
    ----------
    kind
        Name of a registered kind.
    files
        The input by file name, in canonical bytes.
    restricted
        Whether the input may never be public; by default as the kind says. A restricted kind has restricted input.
    public
        Whether the released part may be seen by everybody; a finding about something that is not public is not.
    changed_since_public
        How many participants' data differ from those of the last public result about the same thing, if there is one.
    scope
        What the roles of `by` may be limited to, such as an inquiry.

    Raises
    ------
    TooFewChanged
        Where the new public result would stand too close to the last one.
    UnknownKind, NotPermitted
        As their names say.
    """
    require(by, "evidence.seal", scope=scope)
    if public and changed_since_public is not None and not may_follow(changed_since_public):
        from pshub.methods.disclosure import MINIMUM

        raise TooFewChanged(changed_since_public, MINIMUM)
    computed = compute(kind, files, parameters, progress=progress)
    twin = _twin(computed, files, title)
    if twin is not None:
        return twin
    snapshot = seal_snapshot(files)
    with snapshots.kept(snapshot), transaction.atomic():
        return write_finding(
            computed,
            snapshot=snapshot,
            title=title,
            restricted=computed.kind.restricted or bool(restricted),
            public=public,
            by=by,
        )


def _twin(computed: Computed, files: SnapshotFiles, title: str) -> Finding | None:
    """Return a finding that already seals the same input with the same kind, method, parameters and title."""
    candidates = findings().filter(
        kind=computed.kind.name,
        title=title,
        method_json=canonical_text(computed.kind.method.to_dict()),
        parameters_json=canonical_text(computed.parameters),
        result_digest=computed.result_digest,
        snapshot__erased_at=None,
    )
    for candidate in candidates:
        if standing(candidate).hidden:
            continue
        try:
            kept = snapshots.read(candidate.snapshot)
        except EvidenceError:
            continue
        if dict(kept.files) == dict(files):
            return candidate
    return None


def write_finding(
    computed: Computed, *, snapshot: SealedSnapshot, title: str, restricted: bool, public: bool, by: Actor
) -> Finding:
    """Write the rows of a sealed result, its first state and its audit entry, in the caller's transaction."""
    released = canonical_json(computed.released)
    sealed = Seal(
        kind=computed.kind.name,
        title=title,
        method=computed.kind.method,
        parameters=computed.parameters,
        snapshot_digest=snapshot.digest,
        released_digest=digest_bytes(released),
        commitment=commitment(nonce=snapshot.nonce, result_digest=computed.result_digest),
    )
    finding = Finding.objects.create(
        digest=sealed.digest,
        kind=sealed.kind,
        title=title,
        method_json=canonical_text(sealed.method.to_dict()),
        parameters_json=canonical_text(sealed.parameters),
        snapshot=Snapshot.objects.create(digest=snapshot.digest, restricted=restricted, size=len(snapshot.data)),
        result_json=canonical_text(computed.result),
        result_digest=computed.result_digest,
        released_json=released.decode("utf-8"),
        released_digest=sealed.released_digest,
        commitment=sealed.commitment,
        public=public,
        sealed_by_id=by.user_id,
    )
    FindingState.objects.create(finding=finding, state=FindingState.State.CURRENT, by=by.label)
    audit(by, verb="finding.sealed", target=finding, detail={"digest": finding.digest, "kind": finding.kind})
    outbox.enqueue(DRAW, {"digest": finding.digest}, key=f"{DRAW}:{finding.digest}")
    return finding
