"""What is sent of a post: its words within a network's limit, and where the links in them stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_LINK = re.compile(r"https?://[^\s<>\"]+")
#: Marks that end a sentence rather than an address.
_AFTER = ".,;:!?)]}'’”"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to go along: its bytes, what kind of file it is, its size, and what it shows."""

    content: bytes
    media_type: str
    description: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Message:
    """A post as it is sent.

    Attributes
    ----------
    key
        The same whenever the same post is sent to the same network, and no other's.
    number
        A small number that tells posts of the same moment apart.
    address
        Where the post stands on the hub.
    """

    text: str
    link: str
    address: str
    key: str
    number: int
    created_at: datetime
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A link in some words: its address, and the bytes of the words in UTF-8 that it covers."""

    url: str
    start: int
    end: int


def links(text: str) -> list[Span]:
    """Return the links in some words; positions count bytes in UTF-8."""
    found = []
    for match in _LINK.finditer(text):
        url = match.group().rstrip(_AFTER)
        start = len(text[: match.start()].encode())
        found.append(Span(url, start, start + len(url.encode())))
    return found


def length(text: str, link_length: int | None = None) -> int:
    """Return how long a network takes words to be; where it shortens links, each counts the same."""
    if link_length is None:
        return len(text)
    counted = len(text)
    for span in links(text):
        counted += link_length - len(span.url)
    return counted


def fitted(message: Message, limit: int, link_length: int | None = None) -> str:
    """Return the words of a post with its link, within a limit of characters.

    What is too long is cut between words, and leads to the whole of it on the hub.
    """
    ending = f"\n\n{message.link}" if message.link and message.link not in message.text else ""
    whole = message.text + ending
    if length(whole, link_length) <= limit:
        return whole
    ending = f"…\n\n{message.address}"
    words = re.split(r"(\s+)", message.text)
    while words and length("".join(words).rstrip() + ending, link_length) > limit:
        words.pop()
    kept = "".join(words).rstrip()
    if not kept:
        room = limit - length(ending, link_length)
        kept = message.text[: max(room, 0)]
    return kept + ending
