"""Addresses of the site itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.site import views
from pshub.site.search.views import search

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("search/", search, name="search"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
