"""Who acts, as Wagtail's log knows them."""

from __future__ import annotations

from pshub.people.actors import Actor
from pshub.people.models import User


def user_of(by: Actor) -> User | None:
    """Return the account of an actor, for Wagtail's log."""
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None
