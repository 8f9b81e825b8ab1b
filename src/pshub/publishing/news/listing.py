"""The list of news: newest first, narrowed by topic and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats

from pshub.inquiries.models import Topic
from pshub.publishing.news.models import NewsPage, Post

if TYPE_CHECKING:
    from pshub.publishing.news.models import NewsIndexPage

ON_A_PAGE = 12
#: As cards show pictures.
CARD = "fill-800x450|preserve-svg"
POSTS_BESIDE = 4


def published(pages: QuerySet[NewsPage] | None = None) -> QuerySet[NewsPage]:
    """Return the news that everybody may read, newest first."""
    found = NewsPage.objects.all() if pages is None else pages
    readable: QuerySet[NewsPage] = found.live().public()  # type: ignore[union-attr]
    return readable.order_by("-date", "-pk")


def with_pictures(pages: QuerySet[NewsPage]) -> QuerySet[NewsPage]:
    """Fetch pictures along with the news: one query more, whatever the number of rows."""
    return pages.select_related("picture").prefetch_related("picture__renditions")


def card(page: NewsPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what a list shows of a news item."""
    return {
        "url": page.get_url(request),
        "title": page.title,
        "meta": formats.date_format(page.date, "j F Y"),
        "text": page.summary,
        "picture": page.picture.get_rendition(CARD).url if page.picture else "",
    }


def posts() -> QuerySet[Post]:
    """Return the posts that everybody may read, newest first, with what their cards show."""
    return Post.objects.filter(live=True).select_related("picture", "author").prefetch_related("picture__renditions")


def listing(index: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return a page of the list, and what it can be narrowed by; the same number of queries for any number of rows."""
    everything = published(NewsPage.objects.child_of(index))
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("topic", "year")}
    found = everything
    if asked["topic"]:
        found = found.filter(topics__slug=asked["topic"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:
        found = found.filter(date__year=int(asked["year"]))
    page = Paginator(with_pictures(found), ON_A_PAGE).get_page(request.GET.get("page"))
    years = everything.order_by("-date__year").values_list("date__year", flat=True).distinct()
    return {
        "shown": page,
        "cards": [card(item, request) for item in page],
        "asked": asked,
        "narrowed": any(asked.values()),
        "years": [str(year) for year in years],
        "topics": Topic.objects.filter(pk__in=everything.order_by().values("topics")),
        "posts": list(posts()[:POSTS_BESIDE]),
    }
