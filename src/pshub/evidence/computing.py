"""Running a kind of finding: what it makes of an input, exact and released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pshub.evidence import kinds
from pshub.evidence.kinds import FindingKind, Progress, SnapshotFiles
from pshub.evidence.sealing import normalised
from pshub.methods.canonical import canonical_json
from pshub.methods.method import result_digest


def canonical_text(value: Mapping[str, Any]) -> str:
    """Return the canonical JSON of a value as the database keeps it."""
    return canonical_json(value).decode("utf-8")


@dataclass(frozen=True, slots=True)
class Computed:
    """A result with what it was made by: exact, and as much of it as may be public."""

    kind: FindingKind
    parameters: dict[str, Any]
    result: dict[str, Any]
    released: dict[str, Any]

    @property
    def result_digest(self) -> str:
        """The digest that carries the equality law."""
        return result_digest(method=self.kind.method, parameters=self.parameters, result=self.result)


def compute(
    kind: str, files: SnapshotFiles, parameters: Mapping[str, Any], *, progress: Progress | None = None
) -> Computed:
    """Return what the installed kind of that name makes of an input."""
    chosen = kinds.get(kind)
    plain = normalised(parameters)
    result = normalised(chosen.compute(files, plain, progress=progress))
    return Computed(chosen, plain, result, normalised(chosen.release(result, plain)))


def may_follow(changed: int) -> bool:
    """Return whether a new public result may follow the last one when that many participants changed."""
    from pshub.methods.disclosure import MINIMUM

    # Nobody changed: both results are of the same input, so their difference tells nothing of anybody.
    return changed == 0 or changed >= MINIMUM
