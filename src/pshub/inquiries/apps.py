"""The inquiries application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    """Inquiries and the trail."""

    name = "pshub.inquiries"
    label = "inquiries"
    verbose_name = "Inquiries"

    def ready(self) -> None:
        """Let roles in an inquiry count for what happens in it, and announce the kinds that stand here."""
        from pshub.inquiries import events, holdings, kinds, scopes, sections
        from pshub.people import permissions, personal_data

        permissions.register_scope(scopes.roles_in_inquiry)
        for holding in (holdings.ROLES, holdings.RECORDS):
            personal_data.register(holding)
        kinds.register(kinds.EVENT)
        sections.register(sections.Section(name="done", order=100, title=_("What we did"), provide=events.done))
