"""All addresses of a hub, and one for each error page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pshub.config.urls import handler403, handler404, handler500
from pshub.config.urls import urlpatterns as hub_urlpatterns
from pshub.site import views

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def error(request: HttpRequest, code: int) -> HttpResponse:
    """Answer as the site does when something is refused or fails."""
    if code == 500:
        return views.server_error(request)
    answers = {403: views.permission_denied, 404: views.page_not_found, 429: views.too_many_requests}
    return answers[code](request, Exception())


urlpatterns = [path("errors/<int:code>/", error, name="error-page"), *hub_urlpatterns]
