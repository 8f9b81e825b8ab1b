"""Addresses of inquiries and records."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.inquiries import views

app_name = "inquiries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("inquiries/", views.inquiry_list, name="list"),
    path("inquiries/<slug:slug>/", views.inquiry_detail, name="detail"),
    path("records/<uuid:key>/", views.record, name="record"),
    path("records/<uuid:key>/trail/", views.trail, name="trail"),
    path("records/<uuid:key>/trail.json", views.trail_json, name="trail-json"),
]
