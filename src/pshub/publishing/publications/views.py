"""The short way to a publication, its versions, their PDFs, and series."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve

from pshub.publishing.publications.addresses import pdf_address
from pshub.publishing.publications.linking.signposting import put_links
from pshub.publishing.publications.listing import card, published, with_covers
from pshub.publishing.publications.models import PublicationPage, PublicationVersion, Series
from pshub.publishing.publications.reading import frozen_reading

Label = tuple[int, int]


def find_publication(where: str) -> PublicationPage | None:
    """Return the publication at a place below the list that everybody may read; None where there is none.

    Wagtail walks down the tree of pages, with two queries a level and more for each page's restrictions. Most readers
    come for a publication that anybody may read: that is one row, found by its whole address.
    """
    path = reverse("publications:detail", args=[where])
    addresses = [f"{root.root_path.rstrip('/')}{path}" for root in Site.get_site_root_paths()]
    found = (
        PublicationPage.objects.live()
        .public()
        .filter(url_path__in=addresses, slug=where.rpartition("/")[2])
        .select_related("inquiry", "record", "record__inquiry", "cover", "series", "superseded_by")
    )
    pages = list(found[:2])
    return pages[0] if len(pages) == 1 else None


def published_or_404(where: str) -> PublicationPage:
    """Return the publication at a place that has been published, or answer that there is none."""
    page = find_publication(where)
    if page is None or page.record_id is None:
        raise Http404(_("There is no publication at this address."))
    return page


def publication(request: HttpRequest, where: str) -> HttpResponseBase:
    """Serve a published publication; leave all else at such an address to Wagtail."""
    page = find_publication(where)
    response: HttpResponseBase = page.serve(request) if page else serve(request, request.path.lstrip("/"))
    return response


def _version(page: PublicationPage, label: Label) -> PublicationVersion:
    number, minor = label
    found = page.versions.filter(number=number, minor=minor).select_related("revision").first()
    if found is None:
        raise Http404(_("This publication has no version with that number."))
    version: PublicationVersion = found
    return version


@require_safe
def version(request: HttpRequest, where: str, version: Label) -> HttpResponseBase:
    """Show a version as it was published."""
    page = published_or_404(where)
    found = _version(page, version)
    frozen: PublicationPage = found.revision.as_object()
    context = {"page": frozen, "self": frozen, "request": request, **frozen_reading(page, frozen, found)}
    return put_links(TemplateResponse(request, PublicationPage.template, context))


def _send(page: PublicationPage, version: PublicationVersion) -> FileResponse:
    if version.pdf_state != PublicationVersion.Pdf.MADE:
        raise Http404(_("The PDF of this version is not made yet. Its page can be read meanwhile."))
    response = FileResponse(version.pdf.open("rb"), content_type="application/pdf", filename=f"{page.slug}.pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Link"] = f'<{page.full_url}>; rel="canonical"'
    # Whether it is still public has to be asked each time.
    response["ETag"] = f'"{version.pdf_sha256[:32]}"'
    patch_cache_control(response, public=True, no_cache=True)
    return response


@require_safe
def pdf(request: HttpRequest, where: str, name: str) -> HttpResponseBase:
    """Send the newest PDF of a publication."""
    page = published_or_404(where)
    if name != page.slug:
        return redirect(pdf_address(page))
    made = page.versions.filter(pdf_state=PublicationVersion.Pdf.MADE).first()
    if made is None:
        raise Http404(_("This publication has no PDF yet. Its page can be read meanwhile."))
    return _send(page, made)


@require_safe
def version_pdf(request: HttpRequest, where: str, version: Label, name: str) -> HttpResponseBase:
    """Send the PDF of a version."""
    page = published_or_404(where)
    found = _version(page, version)
    return redirect(pdf_address(page, found)) if name != page.slug else _send(page, found)


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a series and its editions, newest first."""
    found = get_object_or_404(Series, slug=slug)
    editions = with_covers(published(PublicationPage.objects.filter(series=found)))
    cards = [card(page, request) for page in editions]
    index = reverse("publications:detail", args=["x"]).removesuffix("x/")
    return render(
        request,
        "publications/series.html",
        {"series": found, "cards": cards, "breadcrumbs": [(_("Publications"), index)]},
    )
