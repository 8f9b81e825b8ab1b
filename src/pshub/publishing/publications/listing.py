"""The list of publications: by date, narrowed by kind, year, topic, inquiry and series."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Max, Min, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.images.models import Rendition

from pshub.inquiries.models import Topic
from pshub.inquiries.querysets import visible_inquiries
from pshub.people.requests import actor_of

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage

ON_A_PAGE = 12
COVER = "width-640"
ASKED = ("kind", "year", "topic", "inquiry", "series")
FORTHCOMING = "forthcoming"
MOST_FORTHCOMING = 4


def with_covers(publications: QuerySet[PublicationPage]) -> QuerySet[PublicationPage]:
    """Fetch covers along with the publications: one query more, whatever the number of rows."""
    drawn = Prefetch("cover__renditions", Rendition.objects.filter(filter_spec=COVER))
    return publications.select_related("cover").prefetch_related(drawn)


def published(publications: QuerySet[PublicationPage]) -> QuerySet[PublicationPage]:
    """Return those that everybody may read, newest first."""
    found: QuerySet[PublicationPage] = publications.live().public().filter(record__isnull=False)  # type: ignore[attr-defined]
    return found.order_by("-published_on", "-pk")


def kind_words(publication: PublicationPage) -> str:
    """Return what a publication is, in words, with what a reader must know of it first."""
    kind = publication.get_kind_display()
    if publication.withdrawn_at is not None:
        return _("%(kind)s, withdrawn") % {"kind": kind}
    if publication.availability == publication.Availability.FORTHCOMING:
        return _("%(kind)s, forthcoming") % {"kind": kind}
    return str(kind)


def when(publication: PublicationPage) -> str:
    """Return when a publication came out, or is expected."""
    if publication.availability == publication.Availability.FORTHCOMING and publication.expected is not None:
        return _("expected %(when)s") % {"when": publication.expected}
    return str(formats.date_format(publication.published_on, "j F Y"))


def _tag(publication: PublicationPage) -> tuple[str, str]:
    if publication.withdrawn_at is not None:
        return _("Withdrawn"), "red"
    if publication.superseded_by_id is not None:
        return _("Superseded"), "yellow"
    if publication.availability == publication.Availability.FORTHCOMING:
        return _("Forthcoming"), "grey"
    if publication.availability == publication.Availability.ELSEWHERE:
        return publication.publisher, "grey"
    return "", ""


def card(publication: PublicationPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what a list shows of a publication."""
    tag, colour = _tag(publication)
    return {
        "page": publication,
        "url": publication.get_url(request),
        "meta": " · ".join(filter(None, (publication.get_kind_display(), publication.edition, when(publication)))),
        "picture": publication.cover.get_rendition(COVER).url if publication.cover else "",
        "tag": tag,
        "tag_colour": colour,
    }


def _narrowed(everything: QuerySet[PublicationPage], asked: dict[str, str]) -> QuerySet[PublicationPage]:
    from pshub.publishing.publications.models import PublicationPage

    found = everything.exclude(availability=PublicationPage.Availability.FORTHCOMING)
    if asked["kind"] == FORTHCOMING:
        found = everything.filter(availability=PublicationPage.Availability.FORTHCOMING)
    elif asked["kind"] in PublicationPage.Kind.values:
        found = found.filter(kind=asked["kind"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4 and asked["year"] != "0000":
        found = found.filter(published_on__year=int(asked["year"]))
    if asked["topic"]:
        found = found.filter(topics__slug=asked["topic"])
    if asked["inquiry"]:
        found = found.filter(inquiry__slug=asked["inquiry"])
    if asked["series"]:
        found = found.filter(series__slug=asked["series"])
    return found


def _choices(request: HttpRequest) -> dict[str, Any]:
    """Return what the list can be narrowed by; each is read off the small table, or the ends of an index."""
    from pshub.publishing.publications.models import PublicationPage, Series

    held = PublicationPage.objects.order_by()
    by_kind = list(held.values("kind").annotate(first=Min("published_on"), last=Max("published_on")))
    kinds = {row["kind"] for row in by_kind}
    last = max((row["last"].year for row in by_kind), default=0)
    first = min((row["first"].year for row in by_kind), default=1)
    offered = [choice for choice in PublicationPage.Kind.choices if choice[0] in kinds]
    used = held.filter(inquiry__isnull=False).values("inquiry")
    return {
        "kinds": [*offered, (FORTHCOMING, _("Forthcoming"))],
        "years": [str(year) for year in range(last, first - 1, -1)],
        "topics": Topic.objects.filter(pk__in=PublicationPage.topics.through.objects.values("topic")),
        "inquiries": visible_inquiries(actor_of(request)).filter(pk__in=used).order_by("title"),
        "all_series": Series.objects.filter(pk__in=held.filter(series__isnull=False).values("series")),
    }


def listing(index: PublicationIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the list, and what it can be narrowed by; the same number of queries for any number of rows."""
    from pshub.publishing.publications.models import PublicationPage

    everything = published(PublicationPage.objects.child_of(index))
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    narrowed = any(asked.values())
    page = Paginator(with_covers(_narrowed(everything, asked)), ON_A_PAGE).get_page(request.GET.get("page"))
    coming = everything.filter(availability=PublicationPage.Availability.FORTHCOMING)
    first = page.number == 1 and not narrowed
    return {
        "shown": page,
        "cards": [card(publication, request) for publication in page],
        "forthcoming": sorted(
            ({"page": one, "url": one.get_url(request), "when": when(one)} for one in coming[:MOST_FORTHCOMING]),
            key=lambda one: one["page"].expected.sort_key,
        )
        if first
        else [],
        "asked": asked,
        "narrowed": narrowed,
        **_choices(request),
    }
