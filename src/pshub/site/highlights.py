"""What the home page shows of other areas: the newest of each, for everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from pshub.inquiries.models import Record
from pshub.practice.conversations.models import Conversation
from pshub.publishing.events.listing import coming, published
from pshub.publishing.events.listing_cards import cards
from pshub.publishing.events.models import EventPage
from pshub.site.search.models import IndexEntry

CONVERSATIONS = 6


def newest(kinds: Collection[str], count: int) -> list[IndexEntry]:
    """Return the newest entries of some kinds, as the index has them."""
    return list(IndexEntry.objects.filter(kind__in=kinds).order_by("-date", "-pk").defer("text", "names")[:count])


def next_events(count: int, now: datetime) -> list[Any]:
    """Return the cards of the events that come next."""
    events = coming(published(EventPage.objects.all()), now=now).select_related("inquiry")
    return list(cards(events[:count], now=now))


def open_conversations(now: datetime) -> list[Conversation]:
    """Return conversations that everybody can vote in, those that close first in front."""
    found = (
        Conversation.objects.filter(opens_at__lte=now, loading=False, record__visibility=Record.Visibility.PUBLIC)
        .filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now))
        .filter(Q(record__inquiry=None) | Q(record__inquiry__public=True))
        .select_related("record", "record__inquiry", "record__inquiry__place")
        .order_by("closes_at", "-opens_at")
    )
    return list(found[:CONVERSATIONS])
