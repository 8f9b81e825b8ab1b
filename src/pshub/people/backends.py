"""Django's permission question, answered from our table of roles, so that Wagtail's studio asks the same table."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend


class RoleBackend(ModelBackend):
    """Accounts by e-mail, permissions by role."""
