"""Addresses of the evidence."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from pshub.evidence import views
from pshub.evidence.addresses import DigestConverter, PictureFormatConverter

register_converter(DigestConverter, "digest")
register_converter(PictureFormatConverter, "picture_format")

app_name = "evidence"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.finding_list, name="list"),
    path("<digest:digest>/", views.finding_detail, name="detail"),
    path("<digest:digest>/verdict/", views.verdict, name="verdict"),
    path("<digest:digest>/recompute/", views.recompute, name="recompute"),
    path("<digest:digest>/tables/<slug:name>.csv", views.table, name="table"),
    path("<digest:digest>/data.json", views.data, name="data"),
    path("<digest:digest>/figures/<slug:name>.<picture_format:picture_format>", views.figure, name="figure"),
    path("<digest:digest>/package.zip", views.package, name="package"),
]
