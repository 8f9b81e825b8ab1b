"""The site map for search engines: every public page, and when it last changed. From the index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pshub.inquiries.models import Topic
from pshub.site import navigation
from pshub.site.feeds.reading import absolute
from pshub.site.search.models import IndexEntry

#: Addresses that one file may hold, by the protocol.
MOST = 50_000
#: Pages that stand in no area's catalogue.
_PAGES = ("inquiries:list", "evidence:list", "profiles:list", "site:topics", "site:privacy", "site:accessibility")


def _fixed() -> Iterator[tuple[str, date | None]]:
    yield "/", None
    for name in _PAGES:
        yield reverse(name), None
    for path in sorted(navigation.pages_there()):
        yield path, None
    for topic in Topic.objects.all():
        yield topic.get_absolute_url(), None


def _addresses(part: int) -> Iterator[dict[str, Any]]:
    if part == 1:
        for path, changed in _fixed():
            yield {"address": absolute(path), "changed": changed}
    rows = IndexEntry.objects.order_by("pk").values_list("url", "updated_at", "date")
    # The fixed pages are few: they fit into what is left of the first file.
    size = MOST - 1000
    seen: set[str] = set()
    for url, updated, day in rows[(part - 1) * size : part * size].iterator(chunk_size=2000):
        if url not in seen:
            seen.add(url)
            yield {"address": absolute(url), "changed": updated.date() if updated else day}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Give the map, or the list of its parts where it does not fit into one file."""
    size = MOST - 1000
    parts = max(1, -(-IndexEntry.objects.count() // size))
    asked = request.GET.get("part", "")
    if asked and not (asked.isascii() and asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= parts):
        raise Http404("the site map has no such part")
    context: dict[str, Any] = {"addresses": _addresses(int(asked or 1))}
    if parts > 1 and not asked:
        base = absolute(request.path)
        context = {"parts": [f"{base}?part={part}" for part in range(1, parts + 1)]}
    return render(request, "site/sitemap.xml", context, content_type="application/xml; charset=utf-8")
