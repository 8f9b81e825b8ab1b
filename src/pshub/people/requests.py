"""Who makes a request."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from pshub.people.actors import Actor
from pshub.people.models import User

_ON_USER = "_hub_actor"


def actor_of_user(user: User | AnonymousUser) -> Actor:
    """Return the actor of an account, asking the database once for each object that stands for the account."""
    actor = getattr(user, _ON_USER, None)
    if not isinstance(actor, Actor):
        actor = Actor.user(user)
        setattr(user, _ON_USER, actor)
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request: an account or a visitor. Asks the database once a request."""
    user = getattr(request, "user", None)
    return actor_of_user(user) if user is not None else Actor.visitor()


def forget_actor(user: User) -> None:
    """Make the next question about a user ask the database again; called when roles change."""
    if hasattr(user, _ON_USER):
        delattr(user, _ON_USER)
