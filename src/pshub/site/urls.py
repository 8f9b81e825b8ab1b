"""Addresses of the site itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.site import views

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
