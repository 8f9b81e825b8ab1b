"""The events whose registrations somebody sees to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pshub.inquiries.models import Inquiry
from pshub.people.permissions import ANYWHERE, may, require
from pshub.people.requests import actor_of
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.reading import in_words, where_in_words

State = Registration.State
ON_A_PAGE = 30


def managed_event(request: HttpRequest, event_id: int) -> EventPage:
    """Return an event that whoever asks may manage."""
    by = actor_of(request)
    # Before it is looked for, so that nobody else learns which events there are.
    require(by, "events.manage", scope=ANYWHERE)
    event: EventPage = get_object_or_404(EventPage.objects.select_related("inquiry"), pk=event_id)
    require(by, "events.manage", scope=event.inquiry)
    return event


def page_context(event: EventPage, title: str) -> dict[str, Any]:
    """Return what every page about an event shows at its head."""
    return {
        "event": event,
        "when": in_words(event),
        "where": where_in_words(event),
        "header_icon": "calendar-alt",
        "page_title": title,
        "page_subtitle": event.title,
        "header_title": f"{title}: {event.title}",
    }


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events that somebody manages, the latest first, with how many come and wait."""
    by = actor_of(request)
    require(by, "events.manage", scope=ANYWHERE)
    found = EventPage.objects.select_related("inquiry").order_by("-first_day", "-pk")
    if not may(by, "events.manage"):
        mine = [row.pk for row in Inquiry.objects.all() if may(by, "events.manage", scope=row)]
        found = found.filter(inquiry__in=mine)
    counted = {
        name: Count("registrations", filter=Q(registrations__state=state))
        for name, state in (
            ("confirmed", State.CONFIRMED),
            ("offered", State.OFFERED),
            ("waiting", State.WAITING),
            ("to_approve", State.WAITING_APPROVAL),
        )
    }
    page = Paginator(found.annotate(**counted), ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "shown": page,
        "rows": [(event, in_words(event)) for event in page],
        "header_icon": "calendar-alt",
        "page_title": _("Registrations"),
        "header_title": _("Registrations"),
    }
    return TemplateResponse(request, "events/studio/events.html", context)
