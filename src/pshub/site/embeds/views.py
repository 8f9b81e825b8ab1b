"""The bare pages that other sites frame, and the endpoint that tells them how (oEmbed)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from pshub.people.limits import limited
from pshub.publishing.events.reading import clock_in_words, in_words, where_in_words
from pshub.site.embeds.targets import Target, public_event, public_finding, target_of

#: How long what others show may be behind what this site shows.
KEPT = 300

View = Callable[..., HttpResponse]


def framed_anywhere(view: View) -> Callable[..., HttpResponseBase]:
    """Let any site frame a page, and nobody find it by searching: the page it leads to is the one to find."""

    @require_safe
    @xframe_options_exempt
    @csp_update({"frame-ancestors": ["*"]})
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        patch_cache_control(response, public=True, max_age=KEPT)
        return response

    return framed


@framed_anywhere
def finding(request: HttpRequest, digest: str, figure: str) -> HttpResponse:
    """Show a figure of a finding with its table; of one that was withdrawn, the reason."""
    found = public_finding(digest)
    shown = found.shown_figure(figure)
    if shown is None and not found.standing.hidden:
        raise Http404
    context = {
        "address": settings.BASE_URL + found.finding.get_absolute_url(),
        "finding": found.finding,
        "standing": found.standing,
        "figure": shown,
        "table": found.shown_table(shown.table) if shown else None,
        "title": shown.title if shown else found.finding.title,
    }
    return render(request, "site/embeds/finding.html", context)


@framed_anywhere
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an event is, when and where."""
    page = public_event(slug)
    context = {
        "address": settings.BASE_URL + page.url,
        "page": page,
        "title": page.title,
        "when": in_words(page),
        "clock": clock_in_words(page),
        "where": where_in_words(page),
    }
    return render(request, "site/embeds/event.html", context)


def iframe(target: Target, *, width: str = "100%", height: int | None = None) -> str:
    """Return the HTML that shows a piece of this site on another."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        target.address,
        target.title,
        width,
        height or target.height,
    )


def _most(request: HttpRequest, name: str, usual: int) -> int:
    asked = request.GET.get(name, "")
    return min(usual, max(200, int(asked))) if asked.isdecimal() and len(asked) < 6 else usual


def _refused(status: int, message: str) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)


@require_safe
@limited("api", methods=("GET", "HEAD"))
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell how to show the page at an address (oEmbed 1.0, JSON)."""
    if request.GET.get("format", "json") != "json":
        return _refused(501, _("Only JSON is offered: leave out “format”."))
    address = request.GET.get("url", "")
    if not address:
        return _refused(400, _("Give the address of the page as “url”."))
    target = target_of(address)
    if target is None:
        return _refused(404, _("There is nothing at this address that can be shown elsewhere."))
    width, height = _most(request, "maxwidth", 640), _most(request, "maxheight", target.height)
    response = JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "title": target.title,
            "provider_name": settings.HUB_NAME,
            "provider_url": settings.BASE_URL,
            "cache_age": KEPT,
            "html": iframe(target, width=str(width), height=height),
            "width": width,
            "height": height,
        }
    )
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=KEPT)
    return response
