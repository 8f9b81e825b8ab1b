"""Addresses of registration. The pages of events are Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.events import views

app_name = "events"
urlpatterns: list[URLPattern | URLResolver] = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("registrations/<str:token>/", views.registration, name="registration"),
    path("registrations/<str:token>/event.ics", views.calendar, name="registration-calendar"),
    path("<slug:slug>/register/", views.register, name="register"),
    path("<slug:slug>/registered/", views.registered, name="registered"),
]
