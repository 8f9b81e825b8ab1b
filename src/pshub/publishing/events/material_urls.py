"""Addresses of captions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.events import material_views

app_name = "event_materials"
urlpatterns: list[URLPattern | URLResolver] = [
    path("captions/<int:key>.vtt", material_views.captions, name="captions"),
]
