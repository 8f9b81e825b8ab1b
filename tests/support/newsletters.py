"""Issues and subscribers for tests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from pshub.inquiries.models import Topic
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber


def draft(archive: NewsletterIndexPage, **fields: Any) -> NewsletterIssuePage:
    """Return a draft of an issue."""
    given: dict[str, Any] = {
        "title": "What libraries are for",
        "slug": "spring",
        "preheader": "Three evenings & a report",
        "introduction": '<p>Dear reader, <b>spring</b> is here. <a href="/inquiries/">See the inquiries</a>.</p>',
        "body": [
            {"type": "heading", "value": "What we heard"},
            {"type": "text", "value": "<p>People want <i>warm</i> rooms.</p><ul><li>Open late</li></ul>"},
            {"type": "divider", "value": None},
            {"type": "page", "value": {"page": archive.get_parent().pk, "title": "", "text": "", "show_picture": True}},
        ],
        **fields,
    }
    body = given.pop("body")
    page = NewsletterIssuePage(live=False, **given)
    page.body = NewsletterIssuePage._meta.get_field("body").stream_block.to_python(body)
    archive.add_child(instance=page)
    page.save_revision()
    return page


def people(count: int, *, topic: Topic | None = None, prefix: str = "reader", **fields: Any) -> list[Subscriber]:
    """Return new subscribers."""
    now = timezone.now()
    fields = {"state": Subscriber.State.SUBSCRIBED, "confirmed_at": now, **fields}
    made = Subscriber.objects.bulk_create(
        [Subscriber(email=f"{prefix}{number}@example.org", **fields) for number in range(count)]
    )
    if topic is not None:
        links = Subscriber.topics.through
        links.objects.bulk_create([links(subscriber=subscriber, topic=topic) for subscriber in made])
    return made
