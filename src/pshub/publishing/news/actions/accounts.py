"""Who acts where Wagtail names an account."""

from __future__ import annotations

from pshub.people.actors import Actor
from pshub.people.models import User


def actor(user: User | None) -> Actor:
    """Return who acts where Wagtail names an account, or nobody: then it is its schedule."""
    return Actor.user(user) if user is not None else Actor.system("schedule")


def account(whose: Actor) -> User | None:
    """Return the account that Wagtail's log is to name."""
    return User.objects.filter(pk=whose.user_id).first() if whose.user_id else None
