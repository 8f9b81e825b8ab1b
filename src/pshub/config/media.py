"""Serving uploaded files from this process, for a hub that has no web server in front of it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.static import serve


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an uploaded file. A picture in SVG can hold scripts, so the browser is told to run nothing."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def media_urls() -> list[URLPattern]:
    """Return the address under which uploaded files are served."""
    return [re_path(r"^media/(?P<path>.*)$", media, name="media")]
