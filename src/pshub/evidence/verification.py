"""Verification: is a finding still what its method makes of its source? Nothing here knows of a database.

The verdicts, in the order in which they are looked for:

*damaged*
    bytes of the source, or of a package, no longer have their digest;
*source erased*
    the source was erased on purpose, so that nothing can be recomputed from it;
*method changed*
    the installed method has another version or other constants than the sealed one; it is run all the same, and the
    report says whether the result is the same;
*differs*
    the recomputed result is not the stored one; the report names the first difference;
*damaged* again
    the recomputation is equal, yet a stored part does not have its digest;
*match*
    everything is as it was sealed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pshub.evidence.comparison import Difference, first_difference
from pshub.evidence.errors import DamagedSnapshot
from pshub.evidence.kinds import FindingKind, Progress
from pshub.evidence.sealing import Seal, SealedSnapshot, commitment, normalised, open_snapshot
from pshub.methods.canonical import digest_bytes
from pshub.methods.method import result_digest


class Verdict(StrEnum):
    """What a verification found."""

    MATCH = "match"
    DIFFERS = "differs"
    DAMAGED = "damaged"
    SOURCE_ERASED = "source-erased"
    METHOD_CHANGED = "method-changed"


class Source(StrEnum):
    """What is at hand of a finding's source."""

    KEPT = "kept"
    ERASED = "erased"
    NOT_INCLUDED = "not-included"


class Scope(StrEnum):
    """How much was recomputed."""

    FULL = "full"
    PUBLIC_TABLES = "public-tables"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Stored:
    """A finding as it is kept, in a database or a package.

    Attributes
    ----------
    address
        The digest by which the finding is known.
    seal
        Everything the address covers, as stored.
    released, result
        Stored bytes of the public and of the exact result; None where not at hand.
    result_digest
        The stored digest of the exact result; empty where not at hand.
    snapshot
        Stored bytes of the source; None where not at hand.
    """

    address: str
    seal: Seal
    released: bytes | None
    result: bytes | None
    result_digest: str
    source: Source
    snapshot: bytes | None


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verification."""

    verdict: Verdict
    address: str
    title: str
    kind: str
    scope: Scope = Scope.NOTHING
    restricted: bool = True
    difference: Difference | None = None
    same_result: bool | None = None
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return everything, for whoever may see the exact result."""
        return {
            "verdict": self.verdict.value,
            "digest": self.address,
            "title": self.title,
            "kind": self.kind,
            "scope": self.scope.value,
            "difference": self.difference.to_dict() if self.difference else None,
            "same_result": self.same_result,
            "notes": list(self.notes),
        }

    def public_dict(self) -> dict[str, Any]:
        """Return what everybody may see: of a restricted part only that it differs."""
        value = self.to_dict()
        if self.difference and self.restricted and (self.difference.part == "result" or self.same_result is not None):
            value["difference"] = {"part": self.difference.part, "path": "", "stored": "", "recomputed": ""}
        return value


@dataclass(frozen=True, slots=True)
class _Recomputed:
    difference: Difference | None
    result_digest: str
    scope: Scope


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, UnicodeDecodeError):
        return "(not readable)"


def _recompute(
    stored: Stored, kind: FindingKind, snapshot: SealedSnapshot | None, progress: Progress | None
) -> _Recomputed:
    """Run the installed method and compare: the public part first, since anybody may see where that differs."""
    scope = Scope.FULL if snapshot is not None else Scope.PUBLIC_TABLES
    exact: dict[str, Any] | None = None
    known = _parsed(stored.released or b"null")
    try:
        if snapshot is not None:
            exact = normalised(kind.compute(snapshot.files, stored.seal.parameters, progress=progress))
            released = normalised(kind.release(exact, stored.seal.parameters))
        else:
            released = normalised(kind.derive(known))
    except Exception as error:
        # Altered parameters or tables can make a method fail in any way: that is a difference, and must be told as one.
        part = "result" if snapshot is not None else "released"
        failure = Difference(part, "$", "a result", f"{type(error).__name__}: {error}"[:300])
        return _Recomputed(failure, "", scope)
    found = first_difference(known, released, part="released", tolerance=kind.tolerance)
    digest = ""
    if exact is not None:
        digest = result_digest(method=kind.method, parameters=stored.seal.parameters, result=exact)
        if not found and stored.result is not None:
            found = first_difference(_parsed(stored.result), exact, part="result", tolerance=kind.tolerance)
    return _Recomputed(found, digest, scope)


def altered_parts(stored: Stored, snapshot: SealedSnapshot | None) -> list[str]:
    """Return which stored parts no longer have the digest that the seal holds for them."""
    altered: list[str] = []
    if stored.released is not None and digest_bytes(stored.released) != stored.seal.released_digest:
        altered.append("the public result")
    if stored.result is not None and stored.result_digest:
        digest = result_digest(
            method=stored.seal.method, parameters=stored.seal.parameters, result=_as_mapping(_parsed(stored.result))
        )
        canonical = stored.result == _canonical_or_none(stored.result)
        if digest != stored.result_digest or not canonical:
            altered.append("the exact result")
    if (
        snapshot is not None
        and stored.result_digest
        and commitment(nonce=snapshot.nonce, result_digest=stored.result_digest) != stored.seal.commitment
    ):
        altered.append("the commitment to the exact result")
    if stored.seal.digest != stored.address:
        altered.append("the seal (kind, title, method, parameters or one of its digests)")
    return altered


def _canonical_or_none(data: bytes) -> bytes | None:
    from pshub.methods.canonical import NotCanonical, canonical_json

    try:
        return canonical_json(json.loads(data))
    except (ValueError, NotCanonical):
        return None


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {"unreadable": True}


def _alteration_note(altered: list[str]) -> tuple[str, ...]:
    if not altered:
        return ()
    return (f"What is stored was altered after it was sealed. No longer as its digest says: {'; '.join(altered)}.",)


def _method_notes(stored: Stored, kind: FindingKind) -> list[str]:
    sealed, installed = stored.seal.method, kind.method
    notes: list[str] = []
    if (sealed.name, sealed.version) != (installed.name, installed.version):
        notes.append(
            f"Sealed with {sealed.name} {sealed.version}; installed here is {installed.name} {installed.version}."
        )
    found = first_difference(dict(sealed.constants), normalised(dict(installed.constants)), part="method")
    if found:
        notes.append(
            f"The constant {found.path.removeprefix('$.')} was {found.stored} when sealed, now {found.recomputed}."
        )
    return notes


def verify(stored: Stored, *, kind: FindingKind | None, progress: Progress | None = None) -> Report:
    """Recompute a finding as far as what is at hand allows, and say what came out.

    Parameters
    ----------
    kind
        The installed kind of that name; None where none is installed.
    progress
        Told how far the recomputation is.
    """
    base = Report(
        verdict=Verdict.MATCH,
        address=stored.address,
        title=stored.seal.title,
        kind=stored.seal.kind,
        restricted=kind.restricted if kind else True,
    )
    snapshot: SealedSnapshot | None = None
    if stored.source is Source.KEPT:
        if stored.snapshot is None:
            return replace(base, verdict=Verdict.DAMAGED, notes=("The stored source is missing.",))
        try:
            snapshot = open_snapshot(stored.snapshot, digest=stored.seal.snapshot_digest)
        except DamagedSnapshot as error:
            return replace(base, verdict=Verdict.DAMAGED, notes=(f"{error}.",))
    altered = altered_parts(stored, snapshot)
    if stored.source is Source.ERASED:
        note = "The source was erased, as the law gives people the right to ask; it cannot be recomputed."
        return replace(base, verdict=Verdict.SOURCE_ERASED, notes=(note, *_alteration_note(altered)))
    if kind is None:
        note = f"No method for findings of the kind {stored.seal.kind!r} is installed here."
        return replace(base, verdict=Verdict.METHOD_CHANGED, notes=(note, *_alteration_note(altered)))
    again = _recompute(stored, kind, snapshot, progress)
    base = replace(base, scope=again.scope, difference=again.difference)
    if normalised(kind.method.to_dict()) != normalised(stored.seal.method.to_dict()):
        same = again.difference is None
        outcome = "gives the same result" if same else "gives another result"
        notes = (*_method_notes(stored, kind), f"Run all the same, it {outcome}.", *_alteration_note(altered))
        return replace(base, verdict=Verdict.METHOD_CHANGED, same_result=same, notes=notes)
    if again.difference is not None:
        return replace(base, verdict=Verdict.DIFFERS, notes=_alteration_note(altered))
    if snapshot is not None and not kind.tolerance and not altered:
        # The stored exact result may be absent; the seal still binds what was recomputed.
        bound = commitment(nonce=snapshot.nonce, result_digest=again.result_digest)
        altered = [] if bound == stored.seal.commitment else ["the commitment to the exact result"]
    if altered:
        return replace(base, verdict=Verdict.DAMAGED, notes=_alteration_note(altered))
    return replace(base, verdict=Verdict.MATCH, notes=_scope_notes(again.scope))


def _scope_notes(scope: Scope) -> tuple[str, ...]:
    if scope is Scope.FULL:
        return ()
    return (
        "The source is not public, so that only what follows from the public tables was computed again. "
        "The hub itself can recompute everything: use the button on the finding's page.",
    )
