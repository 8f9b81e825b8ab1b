"""Many published events at once, for tests of lists."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from pshub.inquiries.models import Record
from pshub.publishing.events.models import EventIndexPage, EventPage

BESIDE = ("title", "topics")


def many_events(diary: EventIndexPage, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write published events below an empty list; each row holds a title, the two days and other fields."""
    given = list(rows)
    now = timezone.now()
    records = Record.objects.bulk_create(
        Record(kind="event", title=row["title"], status="published", happened_on=row["first_day"]) for row in given
    )
    pages = Page.objects.bulk_create(_page(diary, row["title"], number, now) for number, row in enumerate(given, 1))
    with transaction.atomic():
        for page, record, row in zip(pages, records, given, strict=True):
            fields = {name: value for name, value in row.items() if name not in BESIDE}
            made = EventPage(page_ptr=page, record=record, summary="What it is about, in a sentence or two.", **fields)
            made.save_base(raw=True)
        through: Any = EventPage.topics.through
        through.objects.bulk_create(
            through(eventpage_id=page.pk, topic=topic)
            for page, row in zip(pages, given, strict=True)
            for topic in row.get("topics", ())
        )
    Page.objects.filter(pk=diary.pk).update(numchild=len(given))


def _page(diary: EventIndexPage, title: str, number: int, now: Any) -> Page:
    return Page(
        title=title,
        draft_title=title,
        slug=f"event-{number}",
        path=Page._get_path(diary.path, diary.depth + 1, number),
        depth=diary.depth + 1,
        url_path=f"{diary.url_path}event-{number}/",
        content_type=ContentType.objects.get_for_model(EventPage),
        locale=diary.locale,
        translation_key=uuid.uuid4(),
        live=True,
        first_published_at=now,
        last_published_at=now,
    )
