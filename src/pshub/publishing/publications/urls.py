"""Addresses of publications. The pages themselves are Wagtail's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from pshub.publishing.publications import views
from pshub.publishing.publications.addresses import register_converters
from pshub.publishing.publications.citing.views import cite
from pshub.publishing.publications.linking.views import linkset

register_converters()

app_name = "publications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("series/<slug:slug>/", views.series, name="series"),
    path("<publication:where>/versions/<version:version>/", views.version, name="version"),
    path("<publication:where>/versions/<version:version>/<slug:name>.pdf", views.version_pdf, name="version-pdf"),
    path("<publication:where>/<slug:name>.pdf", views.pdf, name="pdf"),
    path("<publication:where>/cite.<slug:ending>", cite, name="cite"),
    path("<publication:where>/linkset.json", linkset, name="linkset"),
    path("<publication:where>/", views.publication, name="detail"),
]
