"""What an event left behind, made ready for its page: slides, pictures, videos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.images.models import Rendition

from pshub.publishing.events.captions import CaptionsProblem, read_captions, transcript
from pshub.publishing.events.material_blocks import LANGUAGES
from pshub.publishing.events.videos import Embed, embed, media_type

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventPage

SMALL, LARGE, STILL = "fill-640x480", "width-1600", "fill-1200x675"


@dataclass(frozen=True, slots=True)
class Slides:
    """A document that was shown."""

    title: str
    who: str
    url: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, small in the gallery and large behind it."""

    small: Any
    large: Any
    description: str
    caption: str


@dataclass(frozen=True, slots=True)
class Video:
    """A video: where it plays, what stands in its place until then, and its words."""

    title: str
    length: str
    address: str
    type: str
    embed: Embed | None
    host: str
    still: Any
    captions: str
    language: str
    language_name: str
    transcript: str


@dataclass(frozen=True, slots=True)
class Materials:
    """All that an event left behind."""

    slides: list[Slides]
    pictures: list[Picture]
    videos: list[Video]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.slides or self.pictures or self.videos)


def _drawn(images: list[Any]) -> None:
    """Load what was drawn of some pictures: one query for all."""
    drawn: dict[int, list[Any]] = {}
    if images:
        for rendition in Rendition.objects.filter(image__in=images, filter_spec__in=[SMALL, LARGE, STILL]):
            drawn.setdefault(rendition.image_id, []).append(rendition)
    for image in images:
        image.prefetched_renditions = drawn.get(image.pk, [])


def _video(value: Any, block_id: str) -> Video:
    file, captions, words = value["file"], value["captions"], value["transcript"].strip()
    link = value["link"] or ""
    if captions and not words:
        words = _said(captions)
    return Video(
        title=value["title"],
        length=value["length"],
        address=file.url if file else link,
        type=media_type(file.filename) if file else "",
        embed=embed(link) if link else None,
        host=(urlsplit(link).hostname or "").removeprefix("www."),
        still=value["poster"].get_rendition(STILL) if value["poster"] else None,
        captions=reverse("event_materials:captions", args=[captions.pk]) if captions and file else "",
        language=value["language"] or LANGUAGES[0][0],
        language_name=str(dict(LANGUAGES).get(value["language"], "")),
        transcript=words,
    )


def _said(captions: Any) -> str:
    try:
        with captions.file.open("rb") as file:
            return transcript(read_captions(file.read()))
    except (OSError, CaptionsProblem):
        return ""


def materials(page: EventPage) -> Materials:
    """Return what an event left behind; the same number of queries for any number of pictures."""
    found: dict[str, list[Any]] = {"slides": [], "picture": [], "video": []}
    for block in page.materials:
        found[block.block_type].append(block)
    pictures = [block.value for block in found["picture"] if block.value["image"]]
    stills = [block.value["poster"] for block in found["video"] if block.value["poster"]]
    _drawn([*(value["image"] for value in pictures), *stills])
    return Materials(
        slides=[
            Slides(value["title"], value["who"], file.url, file.file_extension.upper(), file.get_file_size() or 0)
            for value in (block.value for block in found["slides"])
            if (file := value["document"])
        ],
        pictures=[
            Picture(
                value["image"].get_rendition(SMALL),
                value["image"].get_rendition(LARGE),
                value["description"],
                value["caption"],
            )
            for value in pictures
        ],
        videos=[_video(block.value, str(block.id)) for block in found["video"] if _plays(block.value)],
    )


def _plays(value: Any) -> bool:
    return bool(value["file"] or value["link"])


def policy(shown: Materials) -> dict[str, list[str]]:
    """Return what a page may load beyond what all pages may: only what its own videos need."""
    allowed: dict[str, list[str]] = {}
    files = [video for video in shown.videos if video.type]
    if files:
        elsewhere = {f"https://{host}" for video in files if (host := urlsplit(video.address).netloc)}
        allowed["media-src"] = [SELF, *sorted(elsewhere)]
    hosts = sorted({f"https://{video.embed.host}" for video in shown.videos if video.embed})
    if hosts:
        allowed["frame-src"] = hosts
    return allowed


def with_policy(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let the page of an event load its videos, and nothing else that other pages may not."""
    shown = (getattr(response, "context_data", None) or {}).get("materials")
    allowed = policy(shown) if isinstance(shown, Materials) else {}
    if not allowed:
        return response
    widened: HttpResponseBase = csp_update(allowed)(lambda _request: response)(request)
    return widened
