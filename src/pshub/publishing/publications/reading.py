"""What the page of a publication shows around its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from wagtail.images.models import Rendition

from pshub.publishing.publications.cited import CitedFindings
from pshub.publishing.publications.content import bound_numbers, headings, shown_findings
from pshub.publishing.publications.numbers import CellReference

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationAuthor, PublicationPage, PublicationVersion

COVER = "width-1200"
PICTURE = "width-1200"
PORTRAIT = "fill-120x120"


def cited_findings(page: PublicationPage, version: PublicationVersion | None) -> CitedFindings:
    """Return the findings that a version pinned; for a draft, those that it names now."""
    if version is not None:
        return CitedFindings(version.digests)
    named = {reference.digest for _passage, reference in bound_numbers(page) if isinstance(reference, CellReference)}
    return CitedFindings(named, keys=[block.key for block in shown_findings(page) if block.key])


def how_to_cite(page: PublicationPage, version: PublicationVersion | None, names: str) -> str:
    """Return a reference in plain text."""
    who = names or settings.HUB_NAME
    parts = [f"{who} ({page.published_on.year}). {page.title}.", f"{settings.HUB_NAME}."]
    if version is not None:
        day = formats.date_format(version.published_at, "j F Y")
        parts.append(_("Version %(number)d, %(day)s.") % {"number": version.number, "day": day})
    return " ".join([*parts, page.full_url or ""]).strip()


def notices(cited: CitedFindings) -> list[dict[str, str]]:
    """Return what a reader must know before reading: why something that was published is not shown any more."""
    return [
        {
            "title": _("A finding that this publication rests on was withdrawn"),
            "text": _("“%(title)s”: %(reason)s") % {"title": finding.finding.title, "reason": finding.standing.reason},
        }
        for finding in cited
        if finding.hidden
    ]


def _draw_pictures(page: PublicationPage, authors: list[PublicationAuthor]) -> None:
    """Load what was drawn of the pictures of cover, authors and body: one query for all."""
    blocks = [block.value["image"] for block in page.body if block.block_type == "picture"]
    pictures = [image for image in [page.cover, *(author.picture for author in authors), *blocks] if image]
    drawn: dict[int, list[Any]] = {}
    for rendition in (
        Rendition.objects.filter(image__in=pictures, filter_spec__in=[COVER, PORTRAIT]) if pictures else ()
    ):
        drawn.setdefault(rendition.image_id, []).append(rendition)
    for image in pictures:
        image.prefetched_renditions = drawn.get(image.pk, [])


def reading(page: PublicationPage, *, preview: bool) -> dict[str, Any]:
    """Return the context of the page: versions, findings, contents and how to cite it."""
    versions = list(page.versions.all()) if page.pk else []
    current = next((row for row in versions if row.revision_id == page.live_revision_id), None)
    version = None if preview else current
    authors = list(page.authors.select_related("picture"))
    names = ", ".join(author.name for author in authors)
    _draw_pictures(page, authors)
    cited = cited_findings(page, version)
    return {
        "breadcrumbs": [(_("Publications"), f"{(page.url or '/').rstrip('/').rpartition('/')[0]}/")],
        "notices": notices(cited),
        "preview": preview,
        "version": version,
        "versions": versions,
        "cited": cited,
        "findings": list(cited),
        "contents": headings(page),
        "authors": authors,
        "author_names": names,
        "how_to_cite": how_to_cite(page, version, names),
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
    }
