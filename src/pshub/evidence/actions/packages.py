"""Handing out what is restricted."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pshub.evidence.models import Finding
from pshub.evidence.packaging import package_bytes
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require


def take_restricted_package(*, finding: Finding, scope: Any = None, by: Actor) -> bytes:
    """Return the package of a finding with its source and exact result, and write down who took it."""
    require(by, "evidence.restricted", scope=scope)
    # Outside the transaction: it would hold the lock for writing while a large source is packed.
    data = package_bytes(finding, restricted=True)
    with transaction.atomic():
        audit(by, verb="finding.restricted_package_taken", target=finding, detail={"digest": finding.digest})
    return data
