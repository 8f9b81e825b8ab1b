"""Changing what holds of a finding: states are only ever added."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pshub.evidence.errors import EvidenceError
from pshub.evidence.models import Finding, FindingState
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require

State = FindingState.State


def supersede(*, finding: Finding, successor: Finding, reason: str = "", scope: Any = None, by: Actor) -> FindingState:
    """Say that a newer finding takes the place of one; the old one keeps its values."""
    require(by, "evidence.seal", scope=scope)
    if finding.pk == successor.pk:
        raise EvidenceError("supersedes-itself", "a finding cannot take its own place")
    with transaction.atomic():
        _refuse_withdrawn(finding)
        state = FindingState.objects.create(
            finding=finding, state=State.SUPERSEDED, successor=successor, reason=reason, by=by.label
        )
        audit(by, verb="finding.superseded", target=finding, detail={"successor": successor.digest})
    return state


def withdraw(*, finding: Finding, reason: str, scope: Any = None, by: Actor) -> FindingState:
    """Take a finding back: its content is hidden everywhere, its digest and the reason stay."""
    require(by, "evidence.withdraw", scope=scope)
    reason = reason.strip()
    if not reason:
        raise EvidenceError(
            "reason-needed", "say why the finding is withdrawn: the reason takes its place on every page"
        )
    with transaction.atomic():
        _refuse_withdrawn(finding)
        state = FindingState.objects.create(finding=finding, state=State.WITHDRAWN, reason=reason, by=by.label)
        audit(by, verb="finding.withdrawn", target=finding, detail={"digest": finding.digest, "reason": reason})
    return state


def make_public(*, finding: Finding, scope: Any = None, by: Actor) -> Finding:
    """Let everybody see the released part of a finding that was sealed out of sight."""
    require(by, "evidence.seal", scope=scope)
    with transaction.atomic():
        if Finding.objects.filter(pk=finding.pk, public=False).update(public=True):
            audit(by, verb="finding.made_public", target=finding, detail={"digest": finding.digest})
    finding.public = True
    return finding


def _refuse_withdrawn(finding: Finding) -> None:
    Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.states.filter(state=State.WITHDRAWN).exists():
        raise EvidenceError("withdrawn", "this finding is withdrawn already: its state does not change any more")
