"""Telling somebody that they have an account, with a link to choose a password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import user_id_to_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from pshub.delivery import outbox
from pshub.people.actions import INVITATION
from pshub.people.models import User


def password_link(user: User) -> str:
    """Return an address where the owner of an account chooses a password."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_id_to_str(user), "key": default_token_generator.make_token(user)},
    )
    return f"{settings.BASE_URL}{path}"


@outbox.handler(INVITATION)
def send_invitation(payload: Mapping[str, Any]) -> None:
    """Write to somebody who has an account and no password yet; an account that is gone needs no letter."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None or user.has_usable_password():
        return
    context = {"user": user, "hub_name": settings.HUB_NAME, "link": password_link(user)}
    send_mail(
        subject=_("Your account at %(hub)s") % {"hub": settings.HUB_NAME},
        message=render_to_string("people/invitation.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[user.email],
    )
