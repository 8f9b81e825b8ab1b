"""Who may visit which route: one row for each group of routes, which a test holds against all routes there are.

A row is a pattern of route names and the capability that a visit needs. The first row that matches counts, so a row for
one route stands before the row for its area. The table tells what must hold; the views themselves see to it.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from pshub.people.actors import Actor
from pshub.people.permissions import may

#: Routes that refuse or allow by something else than a role, such as a signed link, and so are open to all.
OPEN = "site.read"

ROUTES: tuple[tuple[str, str], ...] = (
    # The public site
    ("site:*", OPEN),
    ("inquiries:*", OPEN),
    ("publications:*", OPEN),
    ("conversations:*", "conversations.take_part"),
    ("evidence:recompute", "evidence.recompute"),
    ("evidence:*", "evidence.read"),
    ("media", OPEN),
    ("wagtail_serve", OPEN),
    ("wagtaildocs_serve", OPEN),
    ("wagtaildocs_authenticate_with_password", OPEN),
    ("wagtailcore_authenticate_with_password", OPEN),
    # Accounts. Pages of a step that comes before somebody is signed in are open.
    ("people:demo-sign-in", OPEN),
    ("people:to-sign-in", OPEN),
    ("people:*", "account.own"),
    ("account_login", OPEN),
    ("account_logout", OPEN),
    ("account_inactive", OPEN),
    ("account_signup", OPEN),
    ("account_email_verification_sent", OPEN),
    ("account_confirm_*", OPEN),
    ("account_reset_password*", OPEN),
    ("account_*", "account.own"),
    ("mfa_authenticate", OPEN),
    ("mfa_*", "account.own"),
    # The studio: what we add to it
    ("wagtailusers_users:*", "people.manage"),
    ("studio_audit:*", "audit.read"),
    ("studio_inquiry_roles:*", "people.manage"),
    ("studio_organisations:index*", "studio.enter"),
    ("studio_organisations:*", "inquiries.manage"),
    ("studio_*:index*", "studio.enter"),
    ("studio_inquiries:*", "inquiries.manage"),
    ("studio_places:*", "inquiries.manage"),
    ("studio_partners:*", "inquiries.manage"),
    ("conversations_moderation", "conversations.moderate"),
    ("studio_conversations:inspect", "studio.enter"),
    ("studio_conversations:polis", "conversations.export"),
    ("studio_conversations:exact", "evidence.restricted"),
    ("studio_conversations:*", "conversations.manage"),
    ("studio_statements:*", "conversations.manage"),
    ("studio_findings:withdraw", "evidence.withdraw"),
    ("studio_findings:restricted", "evidence.restricted"),
    ("studio_findings:*", "studio.enter"),
    ("publication_studio:check", "pages.edit"),
    ("publication_studio:*", "studio.enter"),
    ("finding_chooser:*", "studio.enter"),
    # The studio: Wagtail's own pages, which ask for more themselves
    ("wagtailadmin_login", OPEN),
    ("wagtailcore_login", OPEN),
    ("wagtailadmin_password_reset*", OPEN),
    ("wagtailadmin_logout", OPEN),
    ("wagtailadmin_javascript_catalog", OPEN),
    ("wagtailadmin_sprite", OPEN),
    ("wagtail*", "studio.enter"),
)


class UndeclaredRoute(LookupError):
    """A route has no row in the table."""

    code = "undeclared-route"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no row of pshub.people.routes.ROUTES says who may visit {name!r}: add one")


def capability_for(name: str) -> str:
    """Return the capability that a visit to a route needs."""
    for pattern, capability in ROUTES:
        if fnmatchcase(name, pattern):
            return capability
    raise UndeclaredRoute(name)


def may_visit(actor: Actor, name: str) -> bool:
    """Return whether an actor may visit a route."""
    return may(actor, capability_for(name))
