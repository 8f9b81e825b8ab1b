"""The provider."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pshub.people import limits
from pshub.publishing.publications.oai import requests
from pshub.publishing.publications.oai.documents import answer
from pshub.publishing.publications.oai.problems import ProtocolError


# Requests by POST only read, as those by GET do; harvesters have no token against forgery.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: HttpRequest) -> HttpResponse:
    """Answer a request of the protocol; its errors are answers too."""
    if not limits.allow(request, "harvest"):
        # The protocol's way to say “later”.
        wait = HttpResponse("Too many requests.", status=503, content_type="text/plain; charset=utf-8")
        wait["Retry-After"] = str(limits.seconds_left("harvest"))
        return wait
    try:
        asked, problem = requests.read(request.POST if request.method == "POST" else request.GET), None
    except ProtocolError as refused:
        asked, problem = None, refused
    return HttpResponse(answer(asked, problem), content_type="text/xml; charset=utf-8")
