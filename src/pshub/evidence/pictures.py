"""Pictures of figures: what may be in one, and how one is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag

from pshub.evidence.errors import EvidenceError
from pshub.methods.canonical import digest_bytes

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
#: Whoever opens a picture by itself gets a picture: no script, no request to anywhere.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

_SHAPES = frozenset({"svg", "g", "path", "text", "tspan", "rect", "line", "circle", "ellipse", "polygon", "polyline"})
_WORDS_AND_PAINT = frozenset({"defs", "clipPath", "linearGradient", "radialGradient", "stop", "title", "desc"})
_ELEMENTS = _SHAPES | _WORDS_AND_PAINT
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_HREF = re.compile(r"(\{http://www.w3.org/1999/xlink\})?href")
_REMOTE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|@import", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn figure."""

    name: str
    format: str
    data: bytes


class UnsafePicture(EvidenceError):
    """A picture holds more than shapes and text."""

    def __init__(self, message: str) -> None:
        super().__init__("unsafe-picture", f"the picture was not kept: {message}")


def checked_svg(svg: str) -> str:
    """Return an SVG if it holds nothing but shapes and text.

    Raises
    ------
    UnsafePicture
        Where it declares entities, holds scripts, foreign content or event handlers, or points outside itself.
    """
    if "<!" in svg.replace("<!--", ""):
        raise UnsafePicture("it declares a document type or entities")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314  (declarations are refused above, so nothing can expand)
    except ElementTree.ParseError as error:
        raise UnsafePicture(f"it is no XML ({error})") from None
    for element in root.iter():
        tag = str(element.tag)
        if not tag.startswith(_NAMESPACE) or tag.removeprefix(_NAMESPACE) not in _ELEMENTS:
            raise UnsafePicture(f"it holds an element {tag.rpartition('}')[2]}")
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                raise UnsafePicture(f"it holds an event handler {name}")
            if (_HREF.fullmatch(name) and not value.startswith("#")) or _REMOTE.search(value):
                raise UnsafePicture(f"its attribute {name} points outside the picture")
    return svg


def picture_response(request: HttpRequest, data: bytes, picture_format: str) -> HttpResponse:
    """Return a picture with a strict policy, to be asked for again only when it changed."""
    etag = quote_etag(digest_bytes(data)[:32])
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(data, content_type=MEDIA_TYPES[picture_format])
    response["ETag"] = etag
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    # A withdrawn finding must disappear at once, so that a stored picture is always asked about again.
    patch_cache_control(response, public=True, no_cache=True)
    return response
