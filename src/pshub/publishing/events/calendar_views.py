"""Calendars of events, for programs that ask again and again."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from pshub.inquiries.models import Topic
from pshub.publishing.events import calendars
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import EventPage


def _answer(request: HttpRequest, content: bytes, tag: str) -> HttpResponseBase:
    made: Callable[[HttpRequest], HttpResponseBase] = condition(etag_func=lambda _request: tag)(
        lambda _request: HttpResponse(content, content_type=calendars.MEDIA_TYPE)
    )
    response = made(request)
    patch_cache_control(response, public=True, max_age=900)
    return response


@require_safe
def all_events(request: HttpRequest) -> HttpResponseBase:
    """Give all public events, those of the last year included."""
    name = _("%(hub)s: events") % {"hub": settings.HUB_NAME}
    address = settings.BASE_URL + reverse("event_calendars:all")
    return _answer(request, *calendars.feed(name=name, address=address))


@require_safe
def of_topic(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the public events of a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    name = _("%(hub)s: events on %(topic)s") % {"hub": settings.HUB_NAME, "topic": topic.name}
    address = settings.BASE_URL + reverse("event_calendars:topic", args=[slug])
    return _answer(request, *calendars.feed(name=name, address=address, topic=slug))


@require_safe
def one_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a single event, to be added to somebody's own calendar."""
    event = get_object_or_404(published(EventPage.objects.all()).filter(slug=slug)[:1])
    if not calendars.has_place_in_calendars(event):
        raise Http404(_("Its date is not known exactly enough for a calendar yet."))
    response = HttpResponse(calendars.one(event), content_type=calendars.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
