"""Pages about the site, its health, and what to say when something is refused or fails."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pshub.site.feeds.reading import absolute
from pshub.site.missing import suggestions


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether this process answers and reaches its database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database not reached"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what not to read: nothing there is secret, it only costs work."""
    disallowed = ("/studio/", "/account/", "/search/", "/*/vote/", "/*/recompute/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallowed)]
    lines += ["", f"Sitemap: {absolute(reverse('site:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 in our own words."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in our own words, with pages that may have been meant."""
    words, found = suggestions(request)
    return render(request, "404.html", {"words": words, "suggestions": found}, status=404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429; areas call it where a rate limit refuses."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking anything of what may be broken."""
    return render(request, "500.html", status=500, using="django")
