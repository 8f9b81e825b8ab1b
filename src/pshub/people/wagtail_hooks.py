"""What the studio gets from people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.permissions import policy_registry

from pshub.people.policies import CapabilityPolicy
from pshub.people.studio import ActionViewSet
from pshub.people.studio_accounts import AuditViewSet, OrganisationViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[ActionViewSet]:
    """Return the pages for organisations and the audit log; accounts come through Wagtail's own application."""
    return [OrganisationViewSet("organisations"), AuditViewSet("audit")]


@hooks.register("before_bulk_action")
def refuse_bulk_changes(
    request: HttpRequest, action_type: str, objects: Iterable[Model], view: Any
) -> HttpResponse | None:
    """Refuse to change many objects at once where changes go through actions, which bulk paths would pass by."""
    for changed in objects:
        if isinstance(policy_registry.get_by_type(type(changed), fallback=False), CapabilityPolicy):
            refused: HttpResponse = permission_denied(request)
            return refused
    return None
