"""The short way to a publication."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.views import serve

from pshub.publishing.publications.models import PublicationPage


def publication(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve a published publication; leave all else at such an address to Wagtail.

    Wagtail walks down the tree of pages, with two queries a level and more for each page's restrictions. Most readers
    come for a publication that anybody may read: that is one row, found by its whole address.
    """
    addresses = [f"{root.root_path.rstrip('/')}{request.path}" for root in Site.get_site_root_paths()]
    found = (
        PublicationPage.objects.live()
        .public()
        .filter(url_path__in=addresses, slug=slug)
        .select_related("inquiry", "record", "record__inquiry", "cover")
    )
    pages = list(found[:2])
    response: HttpResponseBase = (
        pages[0].serve(request) if len(pages) == 1 else serve(request, request.path.lstrip("/"))
    )
    return response
