"""What a feed holds: the newest entries of the index, all or those of one topic, author or inquiry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from mimetypes import guess_type
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import timezone

from pshub.inquiries.models import Topic
from pshub.site.search.models import IndexEntry, IndexFacet

ON_A_FEED = 50
#: The date of a feed that holds nothing yet.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
#: What XML cannot say.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return urljoin(f"{settings.BASE_URL}/", path)


def sayable(text: str) -> str:
    """Return a text without characters that a feed cannot hold."""
    return _UNSAYABLE.sub("", text)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an item: its address and its media type."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, with whole addresses."""

    key: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    authors: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is called, where its page is, and its items, the newest first."""

    title: str
    description: str
    page: str
    address: str
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime:
        """When something in it last changed."""
        return max((item.updated for item in self.items), default=NEVER)


def _key(entry: IndexEntry) -> str:
    # A tag URI (RFC 4151): it stays the same when a page moves, and another hub has another one.
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{entry.kind}/{entry.key}"


def _picture(entry: IndexEntry) -> Picture | None:
    media_type = guess_type(urlsplit(entry.picture).path)[0] or ""
    return Picture(absolute(entry.picture), media_type) if media_type.startswith("image/") else None


def _author(person: dict[str, str]) -> tuple[str, str]:
    return sayable(person["name"]), absolute(person["url"]) if person["url"] else ""


def items(*, topic: str = "", author: str = "", inquiry: str = "") -> tuple[Item, ...]:
    """Return the newest entries that have gone public; each argument that is given narrows them."""
    entries = IndexEntry.objects.filter(published_at__lte=timezone.now())
    for facet, value in (("topic", topic), ("author", author)):
        if value:
            entries = entries.filter(pk__in=IndexFacet.objects.filter(facet=facet, value=value).values("entry"))
    if inquiry:
        entries = entries.filter(inquiry=inquiry)
    found = list(entries.order_by("-published_at", "-pk").defer("text", "names")[:ON_A_FEED])
    slugs = {slug for entry in found for slug in entry.topics}
    names = dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return tuple(
        Item(
            key=_key(entry),
            url=absolute(entry.url),
            title=sayable(entry.title),
            summary=sayable(entry.summary),
            published=entry.published_at,
            updated=max(entry.published_at, entry.updated_at or entry.published_at),
            authors=tuple(_author(person) for person in entry.people()),
            categories=tuple(sayable(name) for name in (entry.label, *map(names.get, entry.topics)) if name),
            picture=_picture(entry),
        )
        for entry in found
        if entry.published_at is not None
    )
