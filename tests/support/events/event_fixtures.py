"""Events to register for, in any kind of test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Page

from pshub.inquiries.actions import create_inquiry
from pshub.inquiries.models import Inquiry
from pshub.people.actors import Actor
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventIndexPage, EventPage

BY = Actor.system("tests")
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def by() -> Actor:
    """Somebody who may do everything."""
    return BY


@pytest.fixture
def inquiry(db: None) -> Inquiry:
    """An inquiry to hold events about."""
    return create_inquiry(title="Libraries", slug="libraries", question="What are libraries for?", by=BY)


@pytest.fixture
def diary(db: None) -> EventIndexPage:
    """The list of events, at the top of the site."""
    return Page.objects.get(depth=2).add_child(instance=EventIndexPage(title="Events", slug="events"))


def in_days(days: int, hour: int = 10) -> datetime:
    """Return a time of the clock in London, so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def hold(diary: EventIndexPage, **fields: Any) -> EventPage:
    """Publish an event."""
    defaults: dict[str, Any] = {
        "title": "What libraries are for",
        "slug": "what-libraries-are-for",
        "summary": "A morning of talk about libraries.",
        "venue": "Old Mill",
        "town": "Northgate",
        "address": "1 Mill Lane",
        "room": "Wheel room",
        "online_link": "https://meet.example.org/secret-room",
        "registration": "open",
        "live": False,
    }
    if "date_text" not in fields:
        defaults |= {"begins_at": in_days(20), "ends_at": in_days(20, 13)}
    page = diary.add_child(instance=EventPage(**(defaults | fields)))
    page.save_revision()
    return actions.publish(page=page, by=BY)


def hold_one(**fields: Any) -> EventPage:
    """Publish an event under a list of its own."""
    home = Page.objects.get(depth=2)
    return hold(home.add_child(instance=EventIndexPage(title="Events", slug="events")), **fields)


@pytest.fixture
def hold_event(diary: EventIndexPage) -> Callable[..., EventPage]:
    """Publish an event with fields of its own."""
    return partial(hold, diary)
