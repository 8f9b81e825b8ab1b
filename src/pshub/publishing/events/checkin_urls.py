"""Addresses of the door of an event, and of tickets."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.events import checkin_views

app_name = "event_door"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<str:token>/", checkin_views.ticket, name="ticket"),
    path("registrations/<str:token>/ticket/", checkin_views.own_ticket, name="own-ticket"),
    path("registrations/<str:token>/ticket.svg", checkin_views.own_picture, name="own-picture"),
    path("<slug:slug>/check-in/", checkin_views.door, name="door"),
    path("<slug:slug>/check-in/walk-in/", checkin_views.walk_in, name="walk-in"),
    path("<slug:slug>/check-in/<int:key>/", checkin_views.act, name="act"),
]
