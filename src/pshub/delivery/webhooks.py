"""What the mail provider tells of: taken only from the provider in use, and only with its signature or password."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


@csrf_exempt
@require_POST
def events(request: HttpRequest, provider: str) -> HttpResponse:
    """Hand a provider's events to django-anymail, which checks their signature first: a bad one is answered 400.

    Without a secret anybody could report anybody's address, so then there is no such page.
    """
    if provider != settings.MAIL or not any("WEBHOOK" in name for name in settings.ANYMAIL):
        raise Http404
    from anymail import urls as anymail_urls  # type: ignore[import-untyped]

    for pattern in anymail_urls.urlpatterns:
        if pattern.name == f"{provider}_tracking_webhook":
            response: HttpResponse = pattern.callback(request)
            return response
    raise Http404
