"""Whether a session has passed the second step of signing in."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from pshub.people.models import User

DEMO_SESSION = "hub_demo_sign_in"


def has_second_factor(user: User) -> bool:
    """Return whether an account has set up a second step."""
    return bool(is_mfa_enabled(user))


def passed_second_factor(request: HttpRequest, user: User) -> bool:
    """Return whether this session used the second step, or is a demonstration's.

    The mark of a demonstration counts only while the hub is one, and only for accounts that were made for it.
    """
    if not hasattr(request, "session"):
        return False
    if settings.DEMO and user.demo and request.session.get(DEMO_SESSION) is True:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
