"""Django's permission question, answered from our table of roles, so that Wagtail's studio asks the same table."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from pshub.people.models import User
from pshub.people.permissions import ANYWHERE, may
from pshub.people.requests import actor_of_user

#: Permissions that Wagtail asks for by name, and the capability that stands for each.
BY_NAME = {
    "wagtailadmin.access_admin": "studio.enter",
    "wagtailforms.submit_form": "site.read",
}
#: Applications of Wagtail's whose permissions are all one capability.
BY_APPLICATION = {
    "wagtailimages": "pages.edit",
    "wagtaildocs": "pages.edit",
    "wagtailredirects": "pages.publish",
    "wagtailcore": "pages.publish",
    "wagtailsearchpromotions": "pages.edit",
    "publications": "pages.edit",
    "site": "pages.publish",
}


def capability_of(permission: str) -> str | None:
    """Return the capability behind a permission of Django's or Wagtail's, or None where nobody has it."""
    return BY_NAME.get(permission) or BY_APPLICATION.get(permission.partition(".")[0])


class RoleBackend(ModelBackend):
    """Accounts by e-mail, permissions by role. Permission rows of accounts and groups do not count here."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Return whether the roles of an account allow what a permission stands for."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        capability = capability_of(perm)
        if capability is None:
            return False
        # A role in one inquiry opens the studio's door; its pages ask what may be done there.
        scope = ANYWHERE if capability == "studio.enter" else None
        return may(actor_of_user(user_obj), capability, scope=scope)

    def has_module_perms(self, user_obj: User | AnonymousUser, app_label: str) -> bool:
        """Return whether an account may do something in an application."""
        capability = BY_APPLICATION.get(app_label)
        return capability is not None and isinstance(user_obj, User) and may(actor_of_user(user_obj), capability)
