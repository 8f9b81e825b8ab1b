"""What the worker does for evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from pshub.delivery import schedule
from pshub.delivery.outbox import handler
from pshub.evidence import actions, kinds, snapshots
from pshub.evidence.models import Finding, Provisional, Snapshot
from pshub.evidence.querysets import findings, released, standing
from pshub.evidence.recomputation import verify_finding
from pshub.evidence.topics import DRAW, DRAW_PROVISIONAL, ERASE, RECOMPUTE
from pshub.people.actors import Actor

#: No transaction that writes a snapshot's row after its file is open for so long.
UNCLAIMED = timedelta(hours=1)


@handler(DRAW)
def draw_finding(payload: Mapping[str, Any]) -> None:
    """Draw the figures of a finding."""
    from pshub.evidence.drawing import draw

    finding = findings().filter(digest=payload["digest"]).first()
    if finding is None or standing(finding).hidden:
        return
    pictures = list(draw(kinds.get(finding.kind).figures(released(finding))))
    actions.keep_pictures(finding=finding, pictures=pictures, by=Actor.system("worker"))


@handler(DRAW_PROVISIONAL)
def draw_provisional(payload: Mapping[str, Any]) -> None:
    """Draw the figures of a provisional result."""
    from pshub.evidence.drawing import draw

    provisional = Provisional.objects.filter(key=payload["key"]).first()
    if provisional is None:
        return
    result = provisional.released_json
    pictures = list(draw(kinds.get(provisional.kind).figures(json.loads(result)), formats=("svg",)))
    actions.keep_provisional_pictures(
        provisional=provisional, of_result=result, pictures=pictures, by=Actor.system("worker")
    )


@handler(RECOMPUTE)
def recompute(payload: Mapping[str, Any]) -> None:
    """Recompute a finding and keep the verdict."""
    finding = Finding.objects.select_related("snapshot").filter(digest=payload["digest"]).first()
    if finding is None:
        return
    report = verify_finding(finding)
    actions.record_verification(finding=finding, report=report, by=Actor.system("worker"))


@handler(ERASE)
def erase(payload: Mapping[str, Any]) -> None:
    """Delete the bytes of a source that was erased or is needed no more."""
    if not Snapshot.objects.filter(digest=payload["digest"], erased_at=None).exists():
        snapshots.remove(payload["digest"])


@schedule.every(minutes=60, name="evidence.remove_unclaimed")
def remove_unclaimed() -> int:
    """Delete files of sources that a killed process left without a row; return how many."""
    return snapshots.remove_unclaimed(before=timezone.now() - UNCLAIMED)
