"""Addresses as the API gives them: whole ones."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse


def whole(path: str | None) -> str:
    """Return the whole address of a path on this site; empty for none."""
    return settings.BASE_URL + path if path else ""


def resource(name: str, **arguments: Any) -> str:
    """Return the whole address of something in the API."""
    return whole(reverse(f"api:{name}", kwargs=arguments))
