"""Addresses of publications. The pages themselves are Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.publications import views

app_name = "publications"
urlpatterns: list[URLPattern | URLResolver] = [path("<slug:slug>/", views.publication, name="detail")]
