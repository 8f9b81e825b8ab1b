"""The links in a page, whatever its fields and blocks are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urldefrag

from wagtail.models import Page

#: Parts of a page's stored form that hold no links, though they may look like it.
_NOT_READ = frozenset({"pk", "path", "url_path", "slug", "translation_key", "latest_revision", "live_revision"})
#: What lists keep of an address at most.
LONGEST = 2000


class _Anchors(HTMLParser):
    """Collects where the links of some rich text lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link; one to a page or a document of the hub by its kind and key."""
        if tag == "a":
            said = dict(attrs)
            if said.get("linktype") in {"page", "document"}:
                self.found.append(f"{said['linktype']}:{said.get('id') or ''}")
            elif said.get("href"):
                self.found.append(str(said["href"]))


def _in_text(text: str) -> Iterator[str]:
    if text[:1] in {"[", "{"}:
        try:
            stored = json.loads(text)
        except ValueError:
            stored = None
        # The blocks of a body are kept as JSON within the JSON of the page.
        if isinstance(stored, list | dict):
            yield from _in_value(stored)
            return
    if "<a " in text:
        anchors = _Anchors()
        anchors.feed(text)
        yield from anchors.found
    elif text.startswith(("http://", "https://")) and not any(gap in text for gap in " \n\t"):
        yield text


def _in_value(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NOT_READ:
                yield from _in_value(part)
    elif isinstance(value, list):
        for part in value:
            yield from _in_value(part)


def links_in(page: Page) -> set[str]:
    """Return where the links of a page lead: addresses without what follows a #, or ``page:4`` and ``document:7``.

    Letters to people and calls are left out.
    """
    found = set()
    for link in _in_value(page.specific.serializable_data()):
        address = urldefrag(link.strip())[0]
        if address and not address.lower().startswith(("mailto:", "tel:")):
            found.add(quote(address, safe="%/:=&?~#+!$,;'@()*[]")[:LONGEST])
    return found
