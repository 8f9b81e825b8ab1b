"""The list of publications: by date, narrowed by kind, year and inquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import formats
from wagtail.images.models import Rendition

from pshub.inquiries.querysets import visible_inquiries
from pshub.people.requests import actor_of

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage

ON_A_PAGE = 12
COVER = "width-640"


def with_covers(publications: QuerySet[PublicationPage]) -> QuerySet[PublicationPage]:
    """Fetch covers along with the publications: one query more, whatever the number of rows."""
    drawn = Prefetch("cover__renditions", Rendition.objects.filter(filter_spec=COVER))
    return publications.select_related("cover").prefetch_related(drawn)


def published(publications: QuerySet[PublicationPage]) -> QuerySet[PublicationPage]:
    """Return those that everybody may read, newest first."""
    found: QuerySet[PublicationPage] = publications.live().public().filter(record__isnull=False)  # type: ignore[attr-defined]
    return found.order_by("-published_on", "-pk")


def card(publication: PublicationPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what a list shows of a publication."""
    return {
        "page": publication,
        "url": publication.get_url(request),
        "meta": f"{publication.get_kind_display()} · {formats.date_format(publication.published_on, 'j F Y')}",
        "picture": publication.cover.get_rendition(COVER).url if publication.cover else "",
    }


def listing(index: PublicationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the list, and what it can be narrowed by; the same number of queries for any number of rows."""
    from pshub.publishing.publications.models import PublicationPage

    everything = published(PublicationPage.objects.child_of(index))
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "year", "inquiry")}
    found = everything
    if asked["kind"] in PublicationPage.Kind.values:
        found = found.filter(kind=asked["kind"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:
        found = found.filter(published_on__year=int(asked["year"]))
    if asked["inquiry"]:
        found = found.filter(inquiry__slug=asked["inquiry"])
    page = Paginator(with_covers(found), ON_A_PAGE).get_page(request.GET.get("page"))
    facets = everything.order_by().values_list("kind", "published_on__year", "inquiry").distinct()
    kinds, years, keys = (set(column) for column in zip(*facets, strict=True)) if facets else (set(), set(), set())
    return {
        "shown": page,
        "cards": [card(publication, request) for publication in page],
        "asked": asked,
        "narrowed": any(asked.values()),
        "kinds": [choice for choice in PublicationPage.Kind.choices if choice[0] in kinds],
        "years": [str(year) for year in sorted(years, reverse=True)],
        "inquiries": visible_inquiries(actor_of(request)).filter(pk__in=keys - {None}).order_by("title"),
    }
