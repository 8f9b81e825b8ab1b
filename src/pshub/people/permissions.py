"""May this actor do that? One question, asked by every action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from pshub.people.actors import Actor
from pshub.people.roles import Role, roles_allow

#: (actor, scope) -> roles that the actor has in that scope only. Inquiries register theirs.
ScopeRoles = Callable[[Actor, Any], frozenset[Role]]
#: A scope that stands for all of them: what somebody may do in it, they may do in at least one.
ANYWHERE = "anywhere"
_scopes: list[ScopeRoles] = []


class NotPermitted(PermissionDenied):
    """An actor lacks the role for what it asked."""

    code = "not-permitted"

    def __init__(self, actor: Actor, capability: str) -> None:
        self.actor = actor
        self.capability = capability
        super().__init__(f"{actor.label} may not do this ({capability}): ask an administrator for a role that may")


def register_scope(roles_in: ScopeRoles) -> None:
    """Let an area add the roles that somebody has within one of its objects."""
    if roles_in not in _scopes:
        _scopes.append(roles_in)


def may(actor: Actor, capability: str, *, scope: Any = None) -> bool:
    """Return whether an actor has a capability, hub-wide or in a scope such as an inquiry."""
    if roles_allow(actor.roles, capability):
        return True
    if scope is None:
        return False
    return any(roles_allow(roles_in(actor, scope), capability) for roles_in in _scopes)


def require(actor: Actor, capability: str, *, scope: Any = None) -> None:
    """Raise `NotPermitted` unless the actor has the capability."""
    if not may(actor, capability, scope=scope):
        raise NotPermitted(actor, capability)
