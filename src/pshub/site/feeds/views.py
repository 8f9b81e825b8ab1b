"""The addresses of feeds."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pshub.inquiries.models import Topic
from pshub.inquiries.querysets import visible_inquiries
from pshub.people.actors import Actor
from pshub.people.profiles.reading import shown_profiles
from pshub.site.feeds import reading
from pshub.site.feeds.formats import FORMATS

#: Seconds for which a reader need not ask again.
FRESH = 300


def _answer(request: HttpRequest, form: str, title: str, page: str, **narrowed: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404(f"there is no feed in the form {form!r}: ask for rss, atom or json")
    media_type, write = FORMATS[form]
    feed = reading.Feed(
        title=f"{settings.HUB_NAME}: {title}" if title else settings.HUB_NAME,
        description=_("What is new: publications, events, news and inquiries."),
        page=reading.absolute(page),
        address=reading.absolute(request.path),
        items=reading.items(**narrowed),
    )
    body = write(feed)
    response = HttpResponse(body, content_type=media_type)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Last-Modified"] = http_date(feed.updated.timestamp())
    # Open to programs on other sites: all of it is public.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=FRESH)
    answered = get_conditional_response(request, etag, int(feed.updated.timestamp()), response)
    assert isinstance(answered, HttpResponse)  # noqa: S101  (for the type checker: a response was given)
    return answered


@require_safe
def everything(request: HttpRequest, form: str) -> HttpResponse:
    """Give everything that is new."""
    return _answer(request, form, "", "/")


@require_safe
def of_topic(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give what is new on a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    return _answer(request, form, topic.name, topic.get_absolute_url(), topic=slug)


@require_safe
def of_author(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give what is new by somebody who has a page."""
    person = get_object_or_404(shown_profiles(), slug=slug)
    return _answer(request, form, person.name, person.get_absolute_url(), author=slug)


@require_safe
def of_inquiry(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give what is new in an inquiry."""
    inquiry = get_object_or_404(visible_inquiries(Actor.visitor()), slug=slug)
    return _answer(request, form, inquiry.title, inquiry.get_absolute_url(), inquiry=slug)
