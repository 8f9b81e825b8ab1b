"""Addresses of the newsletter. The issues themselves are Wagtail's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.newsletters import proof, views

app_name = "newsletters"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-up/", views.sign_up, name="sign-up"),
    path("sign-up/asked/", views.asked, name="asked"),
    path("challenge/", proof.challenge, name="challenge"),
    path("your-link/", views.own_link, name="own-link"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("preferences/<str:token>/data.json", views.data, name="data"),
]
