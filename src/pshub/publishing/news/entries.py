"""News, posts and mentions in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.catalogue import Entry, Person, Source
from pshub.inquiries.models import Inquiry
from pshub.people.models import Profile
from pshub.publishing.news.listing import CARD, posts, published, with_pictures
from pshub.publishing.news.models import Mention


def _words(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def _keys(rows: Any, keys: Collection[str] | None) -> Any:
    return rows if keys is None else rows.filter(pk__in=[int(key) for key in keys])


def _person(profile: Profile) -> Person:
    return Person(profile.name, profile.slug if profile.shown else "")


def _inquiry(inquiry: Inquiry | None) -> str:
    return inquiry.slug if inquiry is not None and inquiry.public else ""


def _place(inquiry: Inquiry | None) -> str:
    return inquiry.place.slug if inquiry is not None and inquiry.public and inquiry.place is not None else ""


def news(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the news that everybody may read."""
    found = with_pictures(_keys(published(), keys)).select_related("picture", "inquiry__place")
    for page in found.prefetch_related("authors__profile", "topics"):
        yield Entry(
            kind="news",
            key=str(page.pk),
            title=page.title,
            url=page.get_url() or "",
            summary=page.summary,
            text=_words(page.body),
            date=page.date,
            published_at=page.first_published_at,
            updated_at=page.last_published_at,
            topics=tuple(topic.slug for topic in page.topics.all()),
            authors=tuple(_person(author.profile) for author in page.authors.all()),
            picture=page.picture.get_rendition(CARD).url if page.picture else "",
            picture_description=page.picture_description,
            inquiry=_inquiry(page.inquiry),
            place=_place(page.inquiry),
        )


def short_posts(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the posts that everybody may read."""
    for post in _keys(posts(), keys).prefetch_related("topics"):
        yield Entry(
            kind="post",
            key=str(post.pk),
            title=str(post),
            url=post.get_absolute_url(),
            summary=post.text,
            date=post.date,
            published_at=post.first_published_at,
            updated_at=post.last_published_at,
            topics=tuple(topic.slug for topic in post.topics.all()),
            authors=(_person(post.author),) if post.author else (),
            picture=post.picture.get_rendition(CARD).url if post.picture else "",
            picture_description=post.picture_description,
        )


def mentions(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield where others wrote about the hub."""
    found = _keys(Mention.objects.filter(live=True), keys).select_related("inquiry__place")
    for mention in found.prefetch_related("topics"):
        yield Entry(
            kind="mention",
            key=str(mention.pk),
            title=mention.title,
            url=mention.get_absolute_url(),
            label=mention.outlet,
            summary=mention.quote,
            date=mention.date,
            published_at=mention.first_published_at,
            updated_at=mention.last_published_at,
            topics=tuple(topic.slug for topic in mention.topics.all()),
            inquiry=_inquiry(mention.inquiry),
            place=_place(mention.inquiry),
        )


SOURCES = (
    Source("news", _("News item"), _("News"), entries=news, order=30),
    Source("post", _("Post"), _("Posts"), entries=short_posts, order=40),
    Source("mention", _("Mention"), _("Mentions"), entries=mentions, order=450),
)
