"""Addresses of people and organisations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.people.profiles import views

app_name = "profiles"
urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", views.people, name="list"),
    path("people/<slug:slug>/", views.person, name="detail"),
    path("partners/", views.partners, name="partners"),
    path("partners/<slug:slug>/", views.partner, name="partner"),
]
