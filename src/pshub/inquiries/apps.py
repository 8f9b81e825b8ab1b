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
        from pshub.inquiries import events, kinds, scopes, sections
        from pshub.people import permissions

        permissions.register_scope(scopes.roles_in_inquiry)
        kinds.register(kinds.EVENT)
        sections.register(sections.Section(name="done", order=100, title=_("What we did"), provide=events.done))
