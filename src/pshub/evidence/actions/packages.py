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
    with transaction.atomic():
        data = package_bytes(finding, restricted=True)
        audit(by, verb="finding.restricted_package_taken", target=finding, detail={"digest": finding.digest})
    return data
