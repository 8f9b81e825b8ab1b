"""Who makes a request."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.permissions import ANYWHERE, may
from pshub.people.second_factor import passed_second_factor

_ON_USER = "_hub_actor"


def actor_of_user(user: User | AnonymousUser) -> Actor:
    """Return the actor of an account, asking the database once for each object that stands for the account."""
    actor = getattr(user, _ON_USER, None)
    if not isinstance(actor, Actor):
        actor = Actor.user(user)
        setattr(user, _ON_USER, actor)
    return actor


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request: an account or a visitor. Asks the database once a request.

    Roles that work in the studio count only in a session that has passed the second step of signing in, on whatever
    page.
    """
    user = getattr(request, "user", None)
    if user is None:
        return Actor.visitor()
    actor = actor_of_user(user)
    if actor.kind != "user" or passed_second_factor(request, user):
        return actor
    return actor.unproven()


def works_in_studio(user: User | AnonymousUser) -> bool:
    """Return whether an account has a role in the studio, hub-wide or in some inquiry; not whether it proved it."""
    return may(actor_of_user(user), "studio.enter", scope=ANYWHERE)


def forget_actor(user: User) -> None:
    """Make the next question about a user ask the database again; called when roles change."""
    if hasattr(user, _ON_USER):
        delattr(user, _ON_USER)
