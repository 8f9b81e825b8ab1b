"""The news that somebody wrote, for the page about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from pshub.people.models import Profile
from pshub.people.profiles.appearances import Appearance, Shelf
from pshub.publishing.news.listing import published
from pshub.publishing.news.models import NewsPage

MOST = 10


def news_by(profile: Profile) -> list[Appearance]:
    """Return the newest news items that somebody wrote."""
    pages = published(NewsPage.objects.filter(authors__profile=profile))[:MOST]
    return [Appearance(page.title, page.get_url() or "", date=page.date) for page in pages]


NEWS_WRITTEN = Shelf("news", gettext_lazy("News"), news_by, order=300)
