"""Who does something: the last argument of every action."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Literal

from django.contrib.auth.models import AnonymousUser

from pshub.people.models import RoleAssignment, User
from pshub.people.roles import STUDIO_ROLES, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or something, that acts.

    Attributes
    ----------
    kind
        ``user`` (an account), ``participant`` (a pseudonym in one conversation), ``visitor``, or ``system`` (a command,
        an import, the worker), which is trusted.
    label
        What the audit log shows. For a participant it is not the pseudonym: votes must not be found by the log.
    proven
        Whether the second step of signing in was passed. Without it no role that works in the studio counts, neither
        hub-wide nor within an inquiry.
    """

    kind: Literal["user", "participant", "visitor", "system"]
    label: str
    user_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    pseudonym: str = ""
    proven: bool = True

    @classmethod
    def user(cls, user: User | AnonymousUser) -> Actor:
        """Return the actor for a signed-in account, or a visitor for nobody."""
        if not isinstance(user, User) or not user.is_active:
            return cls.visitor()
        roles = {Role(role) for role in RoleAssignment.objects.filter(user=user).values_list("role", flat=True)}
        if user.is_superuser:
            roles.add(Role.ADMINISTRATOR)
        return cls(kind="user", label=str(user), user_id=user.pk, roles=frozenset(roles | {Role.MEMBER}))

    def unproven(self) -> Actor:
        """Return the same account as it is before the second step of signing in: a member."""
        return replace(self, roles=self.roles - STUDIO_ROLES, proven=False)

    @classmethod
    def participant(cls, pseudonym: str) -> Actor:
        """Return the actor for somebody who takes part in a conversation without an account."""
        return cls(kind="participant", label="participant", roles=frozenset({Role.PARTICIPANT}), pseudonym=pseudonym)

    @classmethod
    def visitor(cls) -> Actor:
        """Return the actor for somebody who only reads."""
        return cls(kind="visitor", label="visitor", roles=frozenset({Role.VISITOR}))

    @classmethod
    def system(cls, label: str) -> Actor:
        """Return the actor for a command or the worker."""
        return cls(kind="system", label=label, roles=frozenset({Role.ADMINISTRATOR}))


ScopeId = uuid.UUID | int | str
