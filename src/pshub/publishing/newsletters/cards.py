"""What an issue shows of pages of this site: as the catalogue tells it, or the page itself where it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils import formats, timezone
from wagtail.images.models import Image
from wagtail.models import Page

from pshub.inquiries import catalogue
from pshub.inquiries.catalogue import Entry

#: Twice as wide as it is shown; a format that every mail program knows.
PICTURE = "width-1120|format-jpeg|bgcolor-ffffff"
#: As a page of the archive shows it, drawings too.
ON_PAGE = "width-1120|preserve-svg"
#: Names that page types give to their picture, and to the words about it.
_PICTURES = (("picture", "picture_description"), ("cover", "cover_description"), ("image", "image_description"))
_SUMMARIES = ("summary", "search_description", "introduction")
_DATES = ("published_on", "date", "happens_on")
#: What pages can be entries of.
_KINDS = ("publication", "event", "news", "post", "newsletter")


@dataclass(frozen=True, slots=True)
class Card:
    """A page in a few words. Addresses are whole, so that they work in a mail."""

    title: str
    url: str
    summary: str = ""
    meta: str = ""
    #: In a mail; and on a page, where drawings can be shown too.
    picture: str = ""
    web_picture: str = ""
    picture_description: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it for keeping."""
        return asdict(self)


def whole(address: str) -> str:
    """Return an address that works from outside; nothing stays nothing."""
    return urljoin(f"{settings.BASE_URL}/", address) if address else ""


def picture_address(image: Any) -> str:
    """Return the whole address of a picture as a mail shows it; nothing for drawings, which mail programs hide."""
    if not isinstance(image, Image) or image.is_svg():
        return ""
    return whole(image.get_rendition(PICTURE).url)


def page_picture(image: Any) -> str:
    """Return the address of a picture as a page shows it."""
    return str(image.get_rendition(ON_PAGE).url) if isinstance(image, Image) else ""


def _path(url: str | None) -> str:
    return urlsplit(url or "").path


def entries_of(pages: Iterable[Page]) -> dict[int, Entry]:
    """Return the catalogue's entries of pages, by the page's key; a query or so for each kind."""
    wanted = {page.pk: _path(page.get_url()) for page in pages}
    keys = [str(key) for key in wanted]
    found: dict[int, Entry] = {}
    for source in catalogue.registered():
        if not keys or source.kind not in _KINDS:
            continue
        for entry in source.entries(keys):
            # A key is the source's own: only the address tells that it means this page.
            if entry.key.isdecimal() and wanted.get(int(entry.key)) == _path(entry.url):
                found[int(entry.key)] = entry
    return found


def _first(page: Page, names: Iterable[str]) -> Any:
    return next((value for name in names if (value := getattr(page, name, None))), None)


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(value, "j F Y") if isinstance(value, date) else ""


def card_of(page: Page, entry: Entry | None) -> Card:
    """Return the card of a page."""
    image, described = None, ""
    for name, words in _PICTURES:
        if isinstance(image := getattr(page, name, None), Image):
            described = getattr(page, words, "") or ""
            break
    picture, web_picture = picture_address(image), page_picture(image)
    if entry is not None:
        label = entry.label or str(catalogue.get(entry.kind).singular)
        meta = " · ".join(part for part in (label, _day(entry.date)) if part)
        return Card(
            title=entry.title,
            url=whole(entry.url),
            summary=entry.summary,
            meta=meta,
            picture=picture,
            web_picture=web_picture or entry.picture,
            picture_description=described or entry.picture_description,
        )
    summary = _first(page, _SUMMARIES)
    return Card(
        title=page.title,
        url=page.get_full_url() or whole(page.get_url() or "/"),
        summary=summary if isinstance(summary, str) else "",
        meta=_day(_first(page, _DATES)),
        picture=picture,
        web_picture=web_picture,
        picture_description=described,
    )


def cards_of(keys: Iterable[int]) -> dict[int, Card]:
    """Return the cards of those pages that everybody may read, by key."""
    pages = list(Page.objects.live().public().filter(pk__in=set(keys)).specific())
    entries = entries_of(pages)
    return {page.pk: card_of(page, entries.get(page.pk)) for page in pages}
