"""What the page of an event shows beside its announcement: what it left behind, and what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from pshub.people.permissions import may
from pshub.people.requests import actor_of
from pshub.publishing.events.calendars import has_place_in_calendars
from pshub.publishing.events.materials import materials
from pshub.publishing.events.models import EventPage
from pshub.publishing.events.outcomes import outcomes


def aftermath(event: EventPage, request: HttpRequest) -> dict[str, Any]:
    """Return that part of the page's context."""
    viewer = actor_of(request)
    return {
        "materials": materials(event),
        "outcomes": outcomes(event, viewer),
        "in_calendars": event.record_id is not None and has_place_in_calendars(event),
        "at_the_door": event.record_id is not None and may(viewer, "events.check_in", scope=event.inquiry),
    }
