"""What every answer of the API has in common: limits, caching, and that any site may ask."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from pshub.api.problems import problem
from pshub.people.limits import allow, seconds_left

LIMIT = "api"
METHODS = "GET, HEAD, OPTIONS"
logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read the answer: nothing in it depends on who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def _answer(view: View, request: HttpRequest, arguments: dict[str, Any]) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in ("GET", "HEAD"):
        return problem(405, "This is read only: ask with GET.", headers={"Allow": METHODS})
    if not allow(request, LIMIT):
        wait = seconds_left(LIMIT)
        most, period = settings.RATE_LIMITS[LIMIT]
        detail = f"At most {most} requests in {period} seconds. Ask again in {wait} seconds."
        return problem(429, detail, headers={"Retry-After": str(wait)})
    if any("\0" in text for values in request.GET.lists() for text in (values[0], *values[1])):
        return problem(400, "The address holds a character (U+0000) that no name has.")
    method, request.method = request.method, "GET"
    try:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, **arguments)
    except Exception:
        logger.exception("the API failed at %s", request.path)
        return problem(500, "Something went wrong here. Try again later.")
    finally:
        request.method = method
    return response if isinstance(response, HttpResponse) else problem(500, "Something went wrong here.")


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code != 200:
        patch_cache_control(response, no_store=True)
        return response
    # What was withdrawn must disappear at once, so what is kept elsewhere is always asked about again.
    patch_cache_control(response, public=True, no_cache=True)
    response["ETag"] = etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    found = get_conditional_response(request, etag=etag, response=response)
    return found if isinstance(found, HttpResponse) else response


def answered(view: View) -> View:
    """Return a view that keeps the rules which hold for all of the API."""

    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return _open_to_all(_conditional(request, _answer(view, request, arguments)))

    # No cookie is read, so that nobody can be made to do anything.
    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer
