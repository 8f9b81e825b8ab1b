"""What the home page shows of other areas: the newest of each, for everybody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from pshub.inquiries.models import Record
from pshub.practice.conversations.models import Conversation
from pshub.publishing.publications.models import PublicationPage

#: As the cards show covers; SVG stays as it is drawn.
COVER = "fill-800x450|preserve-svg"
CONVERSATIONS = 6


def newest_publications(count: int) -> list[PublicationPage]:
    """Return the newest publications that have a version of record, covers fetched along."""
    pages = (
        PublicationPage.objects.live()
        .public()
        .filter(versions__isnull=False)
        .distinct()
        .select_related("cover")
        .prefetch_related("cover__renditions", "authors")
        .order_by("-published_on", "-pk")
    )
    return list(pages[:count])


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
