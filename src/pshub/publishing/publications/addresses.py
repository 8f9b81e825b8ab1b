"""Where a publication, its versions and their PDFs are found.

Below the address of each publication: ``versions/<n>/`` for a version, ``<slug>.pdf`` for the newest PDF, and
``versions/<n>/<slug>.pdf`` for that of a version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import register_converter

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationPage, PublicationVersion


class PlaceConverter:
    """The place of a publication below the list: its slug, or that of its collection and its own."""

    regex = "[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)?"

    def to_python(self, value: str) -> str:
        """Return the place."""
        return value

    def to_url(self, value: str) -> str:
        """Return the place."""
        return value


class VersionConverter:
    """The number of a version: 2, or 2.1 after a minor change."""

    regex = r"[1-9][0-9]{0,5}(?:\.[1-9][0-9]{0,5})?"

    def to_python(self, value: str) -> tuple[int, int]:
        """Return both numbers."""
        number, _point, minor = value.partition(".")
        return int(number), int(minor or 0)

    def to_url(self, value: tuple[int, int] | str) -> str:
        """Return them as people write them."""
        if isinstance(value, str):
            return value
        return f"{value[0]}.{value[1]}" if value[1] else str(value[0])


def register_converters() -> None:
    """Make ``<publication:…>`` and ``<version:…>`` known to the URLconf."""
    register_converter(PlaceConverter, "publication")
    register_converter(VersionConverter, "version")


def version_address(page: PublicationPage, version: PublicationVersion) -> str:
    """Return the path of a version. `page` is the stored page: a revision may have had another slug."""
    return f"{page.url}versions/{version.label}/"


def pdf_address(page: PublicationPage, version: PublicationVersion | None = None) -> str:
    """Return the path of the PDF of a version, or of the newest."""
    return f"{version_address(page, version) if version else page.url}{page.slug}.pdf"
