"""What every template may say."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def hub(request: HttpRequest) -> dict[str, Any]:
    """Return the hub's name and whether this is a demonstration."""
    return {"hub_name": settings.HUB_NAME, "demo": settings.DEMO}
