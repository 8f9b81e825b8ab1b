"""Addresses of the API, under ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.api import views
from pshub.api.answers import answered
from pshub.api.hub_api import api

app_name = "api"


def _resources() -> list[URLPattern]:
    """Return the routes of the resources, held to the rules that hold for all of them."""
    patterns = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in patterns:
        pattern.callback = answered(pattern.callback)
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("", answered(views.root), name="api-root"),
    path("openapi.json", answered(views.openapi), name="openapi"),
    path("docs/", views.docs, name="docs"),
    *_resources(),
    path("<path:rest>", answered(views.missing), name="missing"),
]
