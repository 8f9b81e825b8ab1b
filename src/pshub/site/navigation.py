"""The main navigation: where it leads, and where the reader is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the main navigation; `current` is the value of aria-current, empty elsewhere."""

    title: str | Promise
    url: str
    current: str = ""


#: Where the list of publications stands: a page of the studio's, so the URLconf has no name for it.
PUBLICATIONS = "/publications/"

_ITEMS: tuple[tuple[str | Promise, str, tuple[str, ...]], ...] = (
    (_("Home"), "/", ()),
    (_("Inquiries"), "/inquiries/", ("/inquiries/", "/conversations/", "/records/")),
    (_("Publications"), PUBLICATIONS, (PUBLICATIONS,)),
    (_("Evidence"), "/evidence/", ("/evidence/",)),
)


def items(path: str) -> Iterator[Item]:
    """Yield the navigation of the page at that path."""
    for title, url, prefixes in _ITEMS:
        if path == url:
            yield Item(title, url, "page")
        elif path.startswith(prefixes or ("\0",)):
            yield Item(title, url, "true")
        else:
            yield Item(title, url)
