"""Verifying what the database holds."""

from __future__ import annotations

from pshub.evidence import kinds, snapshots
from pshub.evidence.kinds import FindingKind, Progress
from pshub.evidence.models import Finding
from pshub.evidence.querysets import seal_of
from pshub.evidence.verification import Report, Source, Stored, Verdict, verify


def installed_kind(name: str) -> FindingKind | None:
    """Return the installed kind of that name, or None."""
    try:
        return kinds.get(name)
    except kinds.UnknownKind:
        return None


def stored(finding: Finding) -> Stored:
    """Return a finding with the bytes of its source, exactly as they are kept now."""
    erased = finding.snapshot.erased_at is not None
    return Stored(
        address=finding.digest,
        seal=seal_of(finding),
        released=finding.released_json.encode("utf-8") if finding.released_json else None,
        result=finding.result_json.encode("utf-8") if finding.result_json else None,
        result_digest=finding.result_digest,
        source=Source.ERASED if erased else Source.KEPT,
        snapshot=None if erased else snapshots.stored_bytes(finding.snapshot.digest),
    )


def verify_finding(finding: Finding, *, progress: Progress | None = None) -> Report:
    """Recompute a finding from its stored source and say what came out. Never raises for what is stored."""
    try:
        kept = stored(finding)
    except (ValueError, KeyError, TypeError) as error:
        return Report(
            verdict=Verdict.DAMAGED,
            address=finding.digest,
            title=finding.title,
            kind=finding.kind,
            notes=(f"The stored method or parameters can no longer be read: {error}.",),
        )
    return verify(kept, kind=installed_kind(finding.kind), progress=progress)
