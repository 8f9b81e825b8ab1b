"""Roles that somebody has in one inquiry only."""

from __future__ import annotations

from typing import Any

from pshub.inquiries.models import Inquiry, InquiryRole
from pshub.people.actors import Actor
from pshub.people.roles import Role


def roles_in_inquiry(actor: Actor, scope: Any) -> frozenset[Role]:
    """Return the roles of an actor in an inquiry."""
    if actor.user_id is None or not isinstance(scope, Inquiry):
        return frozenset()
    rows = InquiryRole.objects.filter(user_id=actor.user_id, inquiry=scope).values_list("role", flat=True)
    return frozenset(Role(role) for role in rows)
