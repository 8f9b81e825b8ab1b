"""The main navigation: where it leads, and where the reader is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the main navigation; `current` is the value of aria-current, empty elsewhere."""

    title: str | Promise
    url: str
    current: str = ""


#: Where the lists that are pages of the studio's stand, for which the URLconf has no name.
PUBLICATIONS = "/publications/"
EVENTS = "/events/"
NEWS = "/news/"
PEOPLE = "/people/"
#: Those of them that a hub may not have yet: then nothing leads there.
PAGES = frozenset({PUBLICATIONS, EVENTS, NEWS})

_ITEMS: tuple[tuple[str | Promise, str, tuple[str, ...]], ...] = (
    (_("Home"), "/", ()),
    (_("Inquiries"), "/inquiries/", ("/inquiries/", "/conversations/", "/records/")),
    (_("Publications"), PUBLICATIONS, (PUBLICATIONS,)),
    (_("Events"), EVENTS, (EVENTS,)),
    (_("News"), NEWS, (NEWS, "/posts/", "/mentions/", "/newsletters/")),
    (_("People"), PEOPLE, (PEOPLE, "/partners/")),
    (_("Evidence"), "/evidence/", ("/evidence/",)),
)

#: Seconds after which a list that was published or taken away is noticed.
NOTICED = 60
_CACHED = "site.navigation"


def pages_there() -> frozenset[str]:
    """Return the addresses of those lists that are pages and that everybody may read now."""
    found = cache.get(_CACHED)
    if found is None:
        # Two levels below Wagtail's root: the home page's own children.
        slugs = Page.objects.live().filter(depth=3, slug__in=[path.strip("/") for path in PAGES])
        found = frozenset(f"/{slug}/" for slug in slugs.values_list("slug", flat=True))
        cache.set(_CACHED, found, NOTICED)
    return frozenset(found)


def items(path: str) -> Iterator[Item]:
    """Yield the navigation of the page at that path."""
    there = pages_there()
    for title, url, prefixes in _ITEMS:
        if url in PAGES and url not in there:
            continue
        if path == url:
            yield Item(title, url, "page")
        elif path.startswith(prefixes or ("\0",)):
            yield Item(title, url, "true")
        else:
            yield Item(title, url)
