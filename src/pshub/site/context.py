"""What every template may say."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pshub.people.requests import works_in_studio
from pshub.site import navigation


def hub(request: HttpRequest) -> dict[str, Any]:
    """Return the hub's name, its navigation, and what the reader may do (asked only where a template asks)."""
    return {
        "hub_name": settings.HUB_NAME,
        "demo": settings.DEMO,
        "source_url": getattr(settings, "SOURCE_URL", ""),
        "navigation": list(navigation.items(request.path)),
        "may_enter_studio": SimpleLazyObject(lambda: works_in_studio(getattr(request, "user", AnonymousUser()))),
    }
