"""Asking for a recomputation, and keeping what came out."""

from __future__ import annotations

from django.db import transaction

from pshub.delivery import outbox
from pshub.delivery.models import OutboxMessage
from pshub.evidence.models import Finding, Verification
from pshub.evidence.topics import RECOMPUTE
from pshub.evidence.verification import Report
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require


def request_recompute(*, finding: Finding, by: Actor) -> OutboxMessage:
    """Queue a recomputation unless one is queued: there is one job for each digest at a time."""
    require(by, "evidence.recompute")
    with transaction.atomic():
        mine = OutboxMessage.objects.filter(topic=RECOMPUTE, key__startswith=f"{RECOMPUTE}:{finding.digest}:")
        waiting = mine.filter(state=OutboxMessage.State.WAITING).first()
        if waiting is not None:
            return waiting
        last = mine.order_by("-pk").values_list("pk", flat=True).first() or 0
        # Keys are unique: of two that ask at the same moment, both get the one message.
        message = outbox.enqueue(RECOMPUTE, {"digest": finding.digest}, key=f"{RECOMPUTE}:{finding.digest}:{last}")
        audit(by, verb="finding.recompute_requested", target=finding, detail={"digest": finding.digest})
    return message


def record_verification(*, finding: Finding, report: Report, by: Actor) -> Verification:
    """Keep the outcome of a verification: only what everybody may see of it."""
    require(by, "evidence.recompute")
    with transaction.atomic():
        verification = Verification.objects.create(
            finding=finding, verdict=report.verdict.value, detail=report.public_dict()
        )
        audit(by, verb="finding.verified", target=finding, detail={"verdict": report.verdict.value})
    return verification
