"""Roles that somebody has in one inquiry only."""

from __future__ import annotations

from typing import Any

from pshub.inquiries.models import Inquiry, InquiryRole
from pshub.people.actors import Actor
from pshub.people.permissions import ANYWHERE
from pshub.people.roles import Role

#: Roles that can be given in one inquiry.
INQUIRY_ROLES = (Role.FACILITATOR, Role.ANALYST, Role.EDITOR)


def roles_in_inquiry(actor: Actor, scope: Any) -> frozenset[Role]:
    """Return the roles of an actor in an inquiry, or in any of them."""
    if actor.user_id is None or not actor.proven:
        return frozenset()
    rows = InquiryRole.objects.filter(user_id=actor.user_id, role__in=INQUIRY_ROLES)
    if isinstance(scope, Inquiry):
        rows = rows.filter(inquiry=scope)
    elif scope != ANYWHERE:
        return frozenset()
    return frozenset(Role(role) for role in rows.values_list("role", flat=True))
