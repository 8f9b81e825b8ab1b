"""How allauth is told of our ways: who gets an account, and what is remembered of a network."""

from __future__ import annotations

import time

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from pshub.people.networks import network_hash

_DAY = 86_400


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator: taking part needs none."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return a keyed name of the network that changes every day: allauth keeps it in the cache to limit rates."""
        return network_hash(request, salt=f"sign-in:{int(time.time()) // _DAY}")

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return nothing: what browser somebody has is not kept."""
        return ""
