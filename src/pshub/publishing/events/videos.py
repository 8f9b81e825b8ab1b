"""Where a video plays: from a file of this hub, or on a platform that the hub's settings allow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

#: Kinds of file that browsers play, with the bytes that each begins with and where those stand.
PLAYED = {
    "mp4": ("video/mp4", 4, b"ftyp"),
    "m4v": ("video/mp4", 4, b"ftyp"),
    "webm": ("video/webm", 0, b"\x1aE\xdf\xa3"),
}


@dataclass(frozen=True, slots=True)
class Embed:
    """A player of a platform: the host that must be allowed to fill a frame, and its address."""

    host: str
    url: str


def is_video(name: str, beginning: bytes) -> bool:
    """Return whether a file is what its name says, by its first bytes."""
    _type, offset, mark = PLAYED.get(name.rpartition(".")[2].lower(), ("", 0, b"\0no such kind"))
    return beginning[offset : offset + len(mark)] == mark


def media_type(name: str) -> str:
    """Return the media type of a video by its name; empty for what is none."""
    return PLAYED.get(name.rpartition(".")[2].lower(), ("",))[0]


def embed(link: str) -> Embed | None:
    """Return the player for the page of a video, where its platform is known and allowed; else None.

    YouTube plays by its address without cookies, Vimeo asked not to track; PeerTube plays at its own address.
    """
    parts = urlsplit(link)
    host, path = (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path
    if parts.scheme != "https" or not host:
        return None
    found: Embed | None = None
    if host in ("youtube.com", "youtube-nocookie.com", "youtu.be"):
        key = parse_qs(parts.query).get("v", [path.rstrip("/").rpartition("/")[2]])[0]
        if re.fullmatch(r"[\w-]{11}", key, re.ASCII):
            found = Embed("www.youtube-nocookie.com", f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1")
    elif host in ("vimeo.com", "player.vimeo.com"):
        if number := re.fullmatch(r"/(?:video/)?(\d+)(?:/\w+)?/?", path):
            found = Embed("player.vimeo.com", f"https://player.vimeo.com/video/{number.group(1)}?dnt=1&autoplay=1")
    elif name := re.fullmatch(r"/(?:w|videos/watch|videos/embed)/([\w-]{8,40})/?", path, re.ASCII):
        at = parts.netloc.lower()
        found = Embed(at, f"https://{at}/videos/embed/{name.group(1)}?autoplay=1&p2p=0")
    return found if found and found.host in settings.VIDEO_HOSTS else None
