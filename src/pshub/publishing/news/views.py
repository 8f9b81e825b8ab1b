"""Pages of posts and mentions, and the short way to a news item."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.views import serve

from pshub.publishing.news import listing
from pshub.publishing.news.models import Mention, NewsPage

ON_A_PAGE = 20


def news_item(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Serve a public news item, found by its whole address; leave all else at such an address to Wagtail."""
    addresses = [f"{root.root_path.rstrip('/')}{request.path}" for root in Site.get_site_root_paths()]
    found = listing.published(NewsPage.objects.filter(url_path__in=addresses, slug=slug))
    pages = list(found.select_related("picture", "inquiry")[:2])
    response: HttpResponseBase = (
        pages[0].serve(request) if len(pages) == 1 else serve(request, request.path.lstrip("/"))
    )
    return response


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts, newest first."""
    page = Paginator(listing.posts().prefetch_related("topics"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "news/posts.html", {"page": page})


@require_safe
def post(request: HttpRequest, key: int) -> HttpResponse:
    """Show a post at its permanent address."""
    found = get_object_or_404(listing.posts(), pk=key)
    context = {"object": found, "breadcrumbs": [(_("Posts"), reverse("news:posts"))]}
    return render(request, "news/post.html", context)


@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """List where others wrote about the hub."""
    found = Mention.objects.filter(live=True).select_related("about", "about__inquiry", "archived_copy", "inquiry")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "news/mentions.html", {"page": page})
