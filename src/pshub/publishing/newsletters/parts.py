"""An issue taken apart: the one form that web page, e-mail and plain text are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

from pshub.publishing.newsletters.cards import Card, cards_of, picture_address


@dataclass(frozen=True, slots=True)
class Part:
    """One block. `kind` says which of the others are filled; `level` is that of a card's title."""

    kind: str
    text: str = ""
    html: str = ""
    card: Card | None = None
    picture: str = ""
    web_picture: str = ""
    description: str = ""
    level: int = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of an issue in order, and the pages that are not shown because they are not public."""

    parts: tuple[Part, ...]
    cards: dict[str, dict[str, str]]
    missing: tuple[str, ...]


def _card(value: Mapping[str, Any], card: Card) -> Card:
    # What the editor wrote for this issue goes before what the page says.
    card = replace(card, title=value["title"] or card.title, summary=value["text"] or card.summary)
    return card if value["show_picture"] else replace(card, picture="", web_picture="", picture_description="")


def page_keys(body: StreamValue) -> list[int]:
    """Return the keys of the pages that a body shows."""
    return [block.value["page"].pk for block in body if block.block_type == "page" and block.value["page"]]


def parts_of(body: StreamValue, *, frozen: Mapping[str, Mapping[str, str]] | None = None) -> Parts:
    """Take a body apart.

    Parameters
    ----------
    frozen
        Cards as they were sent, by the page's key: they are shown in place of what the pages say now.
    """
    keys = page_keys(body)
    kept = {int(key): Card(**card) for key, card in (frozen or {}).items()}
    cards = cards_of(key for key in keys if key not in kept) | kept
    parts: list[Part] = []
    missing: list[str] = []
    for block in body:
        value = block.value
        match block.block_type:
            case "page":
                page = value["page"]
                if page is None or page.pk not in cards:
                    missing.append(str(page) if page else "")
                else:
                    headed = any(part.kind == "heading" for part in parts)
                    parts.append(Part("page", card=_card(value, cards[page.pk]), level=3 if headed else 2))
            case "heading":
                parts.append(Part("heading", text=value))
            case "text":
                parts.append(Part("text", html=expand_db_html(value.source)))
            case "picture":
                image = value["image"]
                picture = picture_address(image)
                parts.append(Part("picture", text=value["caption"], picture=picture, description=value["description"]))
            case "divider":
                parts.append(Part("divider"))
    shown = {str(key): cards[key].as_json() for key in keys if key in cards}
    return Parts(tuple(parts), shown, tuple(missing))
