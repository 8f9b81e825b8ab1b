"""Wagtail's questions about a model, answered from the table of roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from pshub.people.models import User
from pshub.people.permissions import may
from pshub.people.requests import actor_of_user
from pshub.people.roles import CAPABILITIES, Role

#: Finds the object whose roles count for an instance, such as the inquiry it belongs to.
ScopeOf = Callable[[Any], Any]


class CapabilityPolicy(BasePermissionPolicy):  # type: ignore[misc]
    """Lets somebody do with a model what the table of roles says.

    Parameters
    ----------
    capabilities
        Wagtail's word for what is done (``add``, ``change``, ``delete``, ``view``) to a capability. What is left out
        nobody may do, administrators included.
    scope_of
        Where given, roles that somebody has in the scope of an instance count for that instance too.
    """

    def __init__(self, model: type[Model], capabilities: Mapping[str, str], scope_of: ScopeOf | None = None) -> None:
        super().__init__(model)
        self.capabilities = dict(capabilities)
        self.scope_of = scope_of

    def user_has_permission(self, user: User | AnonymousUser, action: str) -> bool:
        """Return whether somebody may do this with the model at all."""
        capability = self.capabilities.get(action)
        return capability is not None and may(actor_of_user(user), capability)

    def user_has_permission_for_instance(self, user: User | AnonymousUser, action: str, instance: Model) -> bool:
        """Return whether somebody may do this with one object."""
        capability = self.capabilities.get(action)
        if capability is None:
            return False
        scope = self.scope_of(instance) if self.scope_of else None
        return may(actor_of_user(user), capability, scope=scope)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        """Return the accounts that may do any of these."""
        roles = {Role.ADMINISTRATOR}
        known = [self.capabilities[action] for action in actions if action in self.capabilities]
        if not known:
            return User.objects.none()
        for capability in known:
            roles |= CAPABILITIES[capability]
        holds = Q(role_assignments__role__in=[role.value for role in roles]) | Q(is_superuser=True)
        if Role.MEMBER in roles:
            holds |= Q(pk__isnull=False)
        return User.objects.filter(holds, is_active=True).distinct()


def hold_to(model: type[Model], capabilities: Mapping[str, str], scope_of: ScopeOf | None = None) -> CapabilityPolicy:
    """Let the table of roles decide about a model, wherever Wagtail asks; the first call decides."""
    known = policy_registry.get_by_type(model, fallback=False)
    if isinstance(known, CapabilityPolicy) and known.model is model:
        return known
    policy = CapabilityPolicy(model, capabilities, scope_of)
    register_permission_policy(model, policy, exact_class=True)
    return policy
