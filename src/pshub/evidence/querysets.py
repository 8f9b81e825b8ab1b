"""Reads of findings: each a fixed number of queries, however many rows there are."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from wagtail.models import Page

from pshub.delivery.models import OutboxMessage
from pshub.evidence.models import Citation, Finding, FindingState, Verification
from pshub.evidence.sealing import Seal
from pshub.evidence.topics import RECOMPUTE
from pshub.methods.method import Method

State = FindingState.State


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a finding now.

    Attributes
    ----------
    state
        One of `FindingState.State`; a withdrawn finding stays withdrawn whatever comes after.
    reason
        Why it was withdrawn or its source erased.
    successor_digest
        The newer finding, where there is one that the public may see.
    hidden
        Whether the content must not be shown.
    """

    state: str
    reason: str
    successor_digest: str
    hidden: bool

    @property
    def label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)


def findings() -> QuerySet[Finding]:
    """Return all findings, each with what `standing` needs."""
    newest = FindingState.objects.filter(finding=OuterRef("pk")).order_by("-id")
    withdrawals = FindingState.objects.filter(finding=OuterRef("pk"), state=State.WITHDRAWN).order_by("-id")
    successors = FindingState.objects.filter(finding=OuterRef("pk"), successor__public=True).order_by("-id")
    return Finding.objects.select_related("snapshot").annotate(
        state_now=Subquery(newest.values("state")[:1]),
        state_reason=Subquery(newest.values("reason")[:1]),
        is_withdrawn=Exists(withdrawals),
        withdrawn_reason=Subquery(withdrawals.values("reason")[:1]),
        successor_digest=Subquery(successors.values("successor__digest")[:1]),
    )


def public_findings() -> QuerySet[Finding]:
    """Return the findings that everybody may know of; withdrawn ones are among them, without their content."""
    return findings().filter(public=True)


def by_digest(digests: Iterable[str]) -> dict[str, Finding]:
    """Return findings by their address, in one query; unknown addresses are absent."""
    return {finding.digest: finding for finding in findings().filter(digest__in=list(digests))}


def standing(finding: Finding) -> Standing:
    """Return what holds of a finding now; asks the database only where the finding was not read by `findings`."""
    if not hasattr(finding, "state_now"):
        finding = findings().get(pk=finding.pk)
    noted: Any = finding
    if noted.is_withdrawn:
        return Standing(State.WITHDRAWN, noted.withdrawn_reason or "", noted.successor_digest or "", hidden=True)
    state = noted.state_now or State.CURRENT
    reason = noted.state_reason or ""
    if finding.snapshot.erased_at is not None:
        state, reason = State.SOURCE_ERASED, finding.snapshot.erased_because
    return Standing(state, reason, noted.successor_digest or "", hidden=not finding.released_json)


def seal_of(finding: Finding) -> Seal:
    """Return the seal as the stored parts of a finding make it.

    Raises
    ------
    ValueError
        Where a stored part is no longer JSON.
    """
    method = json.loads(finding.method_json)
    return Seal(
        kind=finding.kind,
        title=finding.title,
        method=Method(name=method["name"], version=method["version"], constants=method["constants"]),
        parameters=json.loads(finding.parameters_json),
        snapshot_digest=finding.snapshot.digest,
        released_digest=finding.released_digest,
        commitment=finding.commitment,
    )


def released(finding: Finding) -> dict[str, Any]:
    """Return the public result of a finding."""
    value: dict[str, Any] = json.loads(finding.released_json or "{}")
    return value


def public_citations(finding: Finding) -> QuerySet[Citation]:
    """Return where live pages that everybody may read cite a finding in the revision that is published now."""
    return (
        Citation.objects.filter(
            finding=finding,
            page__live=True,
            revision_id=F("page__live_revision_id"),
            page_id__in=Page.objects.public().values("pk"),
        )
        .select_related("page")
        .order_by("page__title", "cell")
    )


def newest_verification(finding: Finding) -> Verification | None:
    """Return the outcome of the last recomputation."""
    return Verification.objects.filter(finding=finding).order_by("-id").first()


def recompute_queued(finding: Finding) -> bool:
    """Return whether a recomputation waits or runs."""
    return OutboxMessage.objects.filter(
        topic=RECOMPUTE, key__startswith=f"{RECOMPUTE}:{finding.digest}:", state=OutboxMessage.State.WAITING
    ).exists()
