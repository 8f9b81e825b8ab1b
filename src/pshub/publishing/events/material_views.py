"""Captions of videos, and parts of videos: what a browser's player asks for."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document

from pshub.publishing.events.captions import LARGEST, CaptionsProblem, read_captions
from pshub.publishing.events.videos import media_type

#: What is sent at most in answer to one request for a part.
PART = 2_000_000


@require_safe
def captions(request: HttpRequest, key: int) -> HttpResponse:
    """Give captions as what they are, so that players take them; what is not captions is not there."""
    document = get_object_or_404(Document, pk=key)
    if any(not restriction.accept_request(request) for restriction in document.collection.get_view_restrictions()):
        raise Http404
    try:
        with document.file.open("rb") as file:
            content = file.read(LARGEST + 1)
        read_captions(content)
    except (OSError, CaptionsProblem):
        raise Http404 from None
    response = HttpResponse(content, content_type="text/vtt; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that a Range header asks for; None where it asks for nothing that is there."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", header.strip(), re.ASCII)
    if not found or found.group(0) == "bytes=-" or size == 0:
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else None
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end else None


def serve_part(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Answer a player that asks for a part of a video; leave all other requests for documents to Wagtail.

    Some browsers play nothing that they cannot have in parts.
    """
    kind, header = media_type(document.filename), request.headers.get("Range", "")
    if not kind or not header or request.method != "GET":
        return None
    try:
        size = document.file.size
    except OSError:
        return None
    wanted = part_of(header, size)
    if wanted is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted[0], min(wanted[1], wanted[0] + PART - 1)
    with document.file.open("rb") as file:
        file.seek(first)
        content = file.read(last - first + 1)
    response = HttpResponse(content, status=206, content_type=kind)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
