"""Addresses of the calendars."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.events import calendar_views

app_name = "event_calendars"
urlpatterns: list[URLPattern | URLResolver] = [
    path("events.ics", calendar_views.all_events, name="all"),
    path("topics/<slug:slug>/events.ics", calendar_views.of_topic, name="topic"),
    path("events/<slug:slug>/event.ics", calendar_views.one_event, name="event"),
]
