"""The audit log's one writer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from pshub.people.actors import Actor
from pshub.people.models import AuditEntry


class OutsideTransaction(RuntimeError):
    """An entry was about to be written apart from the change that it tells of."""

    code = "outside-transaction"


def audit(by: Actor, *, verb: str, target: Model | None = None, detail: Mapping[str, Any] | None = None) -> AuditEntry:
    """Write who did what, in the caller's transaction.

    Raises
    ------
    OutsideTransaction
        Where no transaction is open: the change and its entry must stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"{verb}: write the audit entry in the transaction of the change")
    return AuditEntry.objects.create(
        actor_kind=by.kind,
        actor=by.label[:200],
        user_id=by.user_id,
        verb=verb,
        target_kind=target._meta.label_lower if target is not None else "",
        target=str(target.pk) if target is not None else "",
        detail=dict(detail or {}),
    )
