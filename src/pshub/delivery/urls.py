"""Where the mail provider tells of bounces and complaints; with a provider of one's own there is nothing here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.delivery import webhooks

app_name = "delivery"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:provider>/events/", webhooks.events, name="events"),
]
