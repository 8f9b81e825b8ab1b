"""Addresses: each area brings its own."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pshub.config.media import media_urls
from pshub.publishing.publications.oai.views import provider

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pshub.site.urls")),
    path("", include("pshub.people.urls")),
    path("", include("pshub.people.profiles.urls")),
    path("", include("pshub.publishing.news.urls")),
    path("", include("pshub.inquiries.urls")),
    path("conversations/", include("pshub.practice.conversations.urls")),
    path("evidence/", include("pshub.evidence.urls")),
    path("events/", include("pshub.publishing.events.urls")),
    path("publications/", include("pshub.publishing.publications.urls")),
    path("oai", provider, name="oai"),
    path("api/v1/", include("pshub.api.urls")),
    path("", include("pshub.publishing.events.calendar_urls")),
    path("events/", include("pshub.publishing.events.checkin_urls")),
    path("events/", include("pshub.publishing.events.material_urls")),
    path("newsletters/", include("pshub.publishing.newsletters.urls")),
    path("mail/", include("pshub.delivery.urls")),
    path("account/", include("allauth.urls")),
    path("studio/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns += media_urls()
urlpatterns.append(path("", include(wagtail_urls)))

handler403 = "pshub.site.views.permission_denied"
handler404 = "pshub.site.views.page_not_found"
handler500 = "pshub.site.views.server_error"
