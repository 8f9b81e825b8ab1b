"""The roles, and the one table that says what each may do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is to a hub. A visitor and a participant have no account."""

    VISITOR = "visitor", _("Visitor")
    PARTICIPANT = "participant", _("Participant")
    MEMBER = "member", _("Member")
    FACILITATOR = "facilitator", _("Facilitator")
    ANALYST = "analyst", _("Analyst")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


#: The roles that work in the studio and so need a second factor.
STUDIO_ROLES = frozenset({Role.FACILITATOR, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR})

_EVERYBODY = frozenset(Role)
_STUDIO = STUDIO_ROLES

#: capability -> the roles that have it. The administrator has all of them.
CAPABILITIES: dict[str, frozenset[Role]] = {
    "site.read": _EVERYBODY,
    "account.own": frozenset({Role.MEMBER}) | _STUDIO,
    "studio.enter": _STUDIO,
    "pages.edit": frozenset({Role.EDITOR}),
    "pages.publish": frozenset({Role.EDITOR}),
    "inquiries.manage": frozenset({Role.EDITOR}),
    "records.derive": frozenset({Role.FACILITATOR, Role.ANALYST, Role.EDITOR}),
    "conversations.manage": frozenset({Role.FACILITATOR, Role.EDITOR}),
    "conversations.moderate": frozenset({Role.FACILITATOR, Role.EDITOR}),
    "conversations.take_part": _EVERYBODY,
    "conversations.import": frozenset({Role.ANALYST, Role.EDITOR}),
    "conversations.export": frozenset({Role.ANALYST}),
    "evidence.read": _EVERYBODY,
    "evidence.recompute": _EVERYBODY,
    "evidence.restricted": frozenset({Role.ANALYST}),
    "evidence.seal": frozenset({Role.ANALYST, Role.EDITOR}),
    "evidence.withdraw": frozenset({Role.ANALYST, Role.EDITOR}),
    "people.manage": frozenset(),
    "audit.read": frozenset({Role.ANALYST}),
}


def roles_allow(roles: frozenset[Role], capability: str) -> bool:
    """Return whether one of these roles has a capability; a capability that is not in the table is a mistake."""
    allowed = CAPABILITIES[capability]
    return Role.ADMINISTRATOR in roles or bool(roles & allowed)
