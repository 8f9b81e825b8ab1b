"""What the newsletter holds about somebody with an account: what it holds about their address."""

from __future__ import annotations

from typing import Any

from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.personal_data import Holding
from pshub.publishing.newsletters.actions import subscribing
from pshub.publishing.newsletters.models import Subscriber


def _export(user: User) -> dict[str, Any]:
    return subscribing.held_about(user.email)


def _erase(user: User) -> None:
    subscriber = Subscriber.objects.filter(email=user.email.lower()).first()
    if subscriber is not None:
        subscribing.erase_own(key=subscriber.pk, by=Actor.system("erasure"))


SUBSCRIPTION = Holding(name="newsletter", export=_export, erase=_erase)
