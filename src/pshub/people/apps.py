"""The people application."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts, organisations, roles, audit log."""

    name = "pshub.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        """Register the handler of invitations and what is held about people who have a profile."""
        from django.db.models import Q

        from pshub.people import invitations, personal_data  # noqa: F401
        from pshub.people.profiles import actions, appearances

        personal_data.register(personal_data.Holding("profile", actions.export_profile, actions.erase_profile))
        appearances.name_organisations(Q(profile_roles__profile__live=True, profile_roles__profile__public=True))
