"""A newsletter with an issue in draft, and people to send it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber

BY = Actor.system("tests")


@pytest.fixture
def by() -> Actor:
    """Somebody who may do everything."""
    return BY


@pytest.fixture
def archive(db: None) -> NewsletterIndexPage:
    """The archive, at the top of the site."""
    home = Page.objects.get(depth=2)
    return home.add_child(instance=NewsletterIndexPage(title="Newsletter", slug="newsletters"))


@pytest.fixture
def issue(archive: NewsletterIndexPage) -> NewsletterIssuePage:
    """A draft of an issue with text and the home page in it."""
    return draft(archive)


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


@pytest.fixture
def subscribers(db: None) -> Callable[..., list[Subscriber]]:
    """Put some addresses on the list."""
    return people


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
