"""Signing in to a demonstration without a password: links that work once, for an hour, from this machine."""

from __future__ import annotations

import ipaddress
import secrets
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from pshub.people import actions
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.networks import address_of
from pshub.people.roles import STUDIO_ROLES, Role

SALT = "pshub.people.demo"
SECONDS = 3600
#: A domain that can never exist, so that no demonstration writes to anybody.
DOMAIN = "demo.invalid"


class DemoLinkError(ValueError):
    """A link of a demonstration does not work, or no longer."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def ensure_accounts(*, by: Actor) -> list[User]:
    """Make the demonstration's accounts where they are missing: one for each role of the studio."""
    made = []
    for role in sorted(STUDIO_ROLES):
        address = f"{role.value}@{DOMAIN}"
        user = User.objects.filter(email=address).first()
        if user is None:
            user = actions.create_account(
                email=address, name=f"Demo {role.label}".strip(), roles=[role.value], demo=True, by=by
            )
        made.append(user)
    return made


def new_link(role: Role) -> str:
    """Return the path and query of a fresh link that signs in as a role."""
    token = signing.dumps({"as": role.value, "once": secrets.token_urlsafe(12)}, salt=SALT)
    return f"{reverse('people:demo-sign-in')}?{urlencode({'token': token, 'as': role.value})}"


def from_this_machine(request: HttpRequest) -> bool:
    """Return whether a request was made on the machine that the demonstration runs on."""
    if settings.BEHIND_PROXY:
        return False
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def read_token(token: str) -> tuple[Role, str]:
    """Return the role that a link signs in as, and what makes it usable once.

    Raises
    ------
    DemoLinkError
        ``expired`` or ``not-ours``.
    """
    try:
        content = signing.loads(token, salt=SALT, max_age=SECONDS)
        return Role(content["as"]), str(content["once"])
    except signing.SignatureExpired:
        raise DemoLinkError("expired", "this link has expired: print new ones with “pshub demo --links”") from None
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise DemoLinkError("not-ours", "this link is not one that this demonstration printed") from None


def use_token(token: str) -> User:
    """Use a link up and return the account that it signs in to.

    Raises
    ------
    DemoLinkError
        Where the link does not hold, has been used, or its account is gone.
    """
    role, once = read_token(token)
    if not cache.add(f"demo-link:{once}", True, timeout=SECONDS):
        raise DemoLinkError("used", "this link has been used: print new ones with “pshub demo --links”")
    user = User.objects.filter(email=f"{role.value}@{DOMAIN}", demo=True, is_active=True).first()
    if user is None:
        raise DemoLinkError("no-account", "this demonstration has no such account: start it again")
    return user
