"""Addresses: each area brings its own."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from pshub.config.media import media_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("pshub.site.urls")),
    path("", include("pshub.people.urls")),
    path("", include("pshub.inquiries.urls")),
    path("conversations/", include("pshub.practice.conversations.urls")),
    path("evidence/", include("pshub.evidence.urls")),
    path("publications/", include("pshub.publishing.publications.urls")),
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
