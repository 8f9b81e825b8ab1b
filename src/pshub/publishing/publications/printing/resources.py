"""What a PDF may be made of: pictures and figures of this hub, and nothing from anywhere else.

Templates for paper name what they show by addresses of a scheme of its own::

    pshub:image/<key of an image>/<filter, such as width-1200>
    pshub:figure/<digest of a finding>/<name of a figure>
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from pshub.evidence.models import FigureFile

SCHEME = "pshub:"
SVG = "image/svg+xml"


class Missing(Exception):
    """The hub does not hold what a PDF is to be made of; the message says what."""


class OnlyOurs:
    """Hands the layout engine what the hub holds; refuses every other address, so that nothing is fetched."""

    #: The engine asks whether a missing picture is to stop it. It is: a version of record has no holes.
    _fail_on_errors = True

    def __init__(self, figures: Mapping[tuple[str, str], bytes]) -> None:
        self._figures = figures
        self.missing = ""

    def __call__(self, url: str) -> Any:
        """Return what an address names, as the engine's own response."""
        try:
            data, kind = self._read(url)
        except Missing as missing:
            self.missing = str(missing)
            raise
        response = import_module("weasyprint.urls").URLFetcherResponse
        return response(url, body=data, headers={"Content-Type": kind} if kind else {})

    def _read(self, url: str) -> tuple[bytes, str]:
        kind, _slash, rest = url.removeprefix(SCHEME).partition("/")
        name, _slash, detail = rest.partition("/")
        if url.startswith(SCHEME) and kind == "figure" and (name, detail) in self._figures:
            return self._figures[name, detail], SVG
        if url.startswith(SCHEME) and kind == "image" and name.isdecimal():
            return _image(int(name), detail)
        raise Missing(_("a PDF is made of what the hub holds, not of %(url)s") % {"url": url})


def _image(key: int, spec: str) -> tuple[bytes, str]:
    image = get_image_model().objects.get(pk=key)
    try:
        rendition = image.get_rendition(spec)
        with rendition.file.open("rb") as file:
            return file.read(), SVG if rendition.file.name.lower().endswith(".svg") else ""
    except (OSError, SourceImageIOError) as problem:
        raise Missing(
            _("the file of the picture “%(title)s” cannot be read (%(problem)s): upload it again")
            % {"title": image.title, "problem": problem}
        ) from None


def drawn_figures(wanted: Mapping[str, set[str]]) -> dict[tuple[str, str], bytes]:
    """Return the kept drawings (SVG) of some figures, by digest and name."""
    rows = FigureFile.objects.filter(finding__digest__in=wanted, format="svg").select_related("finding")
    return {(row.finding.digest, row.name): bytes(row.data) for row in rows if row.name in wanted[row.finding.digest]}
