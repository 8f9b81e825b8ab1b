"""Wagtail's application for accounts, with our pages in place of its own."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class HubUsersConfig(WagtailUsersAppConfig):  # type: ignore[misc]
    """Accounts change through our actions; groups follow the roles, so nobody edits them."""

    user_viewset = "pshub.people.studio_accounts.AccountViewSet"
    group_viewset = "pshub.people.studio_accounts.NoGroups"

    def ready(self) -> None:
        """Let the table of roles answer for accounts and groups."""
        from django.contrib.auth.models import Group

        from pshub.people.models import User
        from pshub.people.policies import hold_to
        from pshub.people.studio_accounts import AccountViewSet

        hold_to(User, AccountViewSet.capabilities)
        hold_to(Group, {})
