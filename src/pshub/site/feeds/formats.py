"""Writing a feed as RSS 2.0, Atom 1.0 or JSON Feed 1.1. The same feed is always the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from pshub.site.feeds.reading import Feed, Item


class _Rss(Rss201rev2Feed):
    """RSS with every author of an item, and the date of its newest item."""

    def root_attributes(self) -> dict[str, Any]:
        """Add the names of Dublin Core, which knows authors without an e-mail address."""
        return {**super().root_attributes(), "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def latest_post_date(self) -> datetime:
        """Return when something last changed; of an empty feed it is always the same."""
        latest: datetime = self.feed["latest"]
        return latest

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the authors."""
        super().add_item_elements(handler, item)
        for name, _url in item["authors"]:
            handler.addQuickElement("dc:creator", name)


class _Atom(Atom1Feed):
    """Atom with every author of an item, and the date of its newest item."""

    def latest_post_date(self) -> datetime:
        """Return when something last changed."""
        latest: datetime = self.feed["latest"]
        return latest

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Add who stands for items without authors: the hub."""
        super().add_root_elements(handler)
        _author(handler, settings.HUB_NAME, settings.BASE_URL)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add the authors."""
        super().add_item_elements(handler, item)
        for name, url in item["authors"]:
            _author(handler, name, url)


def _author(handler: SimplerXMLGenerator, name: str, url: str) -> None:
    handler.startElement("author", AttributesImpl({}))
    handler.addQuickElement("name", name)
    if url:
        handler.addQuickElement("uri", url)
    handler.endElement("author")


def _as_xml(kind: type[Rss201rev2Feed | Atom1Feed], feed: Feed) -> bytes:
    written = kind(
        title=feed.title,
        link=feed.page,
        description=feed.description,
        language=settings.LANGUAGE_CODE,
        feed_url=feed.address,
        feed_guid=feed.address,
        latest=feed.updated,
    )
    for item in feed.items:
        picture = item.picture
        written.add_item(
            title=item.title,
            link=item.url,
            description=escape(item.summary),
            unique_id=item.key,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.updated,
            categories=item.categories,
            # How long a picture is takes a look at its file; readers that care look themselves.
            enclosures=[Enclosure(picture.url, "0", picture.media_type)] if picture else [],
            authors=item.authors,
        )
    return str(written.writeString("utf-8")).encode()


def as_rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0."""
    return _as_xml(_Rss, feed)


def as_atom(feed: Feed) -> bytes:
    """Return a feed as Atom 1.0 (RFC 4287)."""
    return _as_xml(_Atom, feed)


def _json_item(item: Item) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": item.key,
        "url": item.url,
        "title": item.title,
        "content_text": item.summary or item.title,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
    }
    if item.summary:
        said["summary"] = item.summary
    if item.picture:
        said["image"] = item.picture.url
    if item.authors:
        said["authors"] = [{"name": name, **({"url": url} if url else {})} for name, url in item.authors]
    if item.categories:
        said["tags"] = list(item.categories)
    return said


def as_json(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.HUB_NAME, "url": settings.BASE_URL}],
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


#: Ending of the address -> media type, and who writes it.
FORMATS: dict[str, tuple[str, Callable[[Feed], bytes]]] = {
    "rss": ("application/rss+xml; charset=utf-8", as_rss),
    "atom": ("application/atom+xml; charset=utf-8", as_atom),
    "json": ("application/feed+json; charset=utf-8", as_json),
}
