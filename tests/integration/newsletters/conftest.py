"""A newsletter with an issue in draft, and people to send it to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wagtail.models import Page

from pshub.people.actors import Actor
from pshub.publishing.newsletters.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber
from support.newsletters import draft, people

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


@pytest.fixture
def subscribers(db: None) -> Callable[..., list[Subscriber]]:
    """Put some addresses on the list."""
    return people
