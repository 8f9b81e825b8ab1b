"""What the page of a publication shows around its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.images.models import Rendition

from pshub.publishing.publications.addresses import pdf_address, version_address
from pshub.publishing.publications.cited import CitedFindings
from pshub.publishing.publications.citing.plain import plain_text
from pshub.publishing.publications.citing.reference import reference_of
from pshub.publishing.publications.content import bound_numbers, headings, shown_findings
from pshub.publishing.publications.footnotes import Footnotes
from pshub.publishing.publications.languages import direction
from pshub.publishing.publications.licences import terms
from pshub.publishing.publications.listing import card, published, with_covers
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


def makers(page: PublicationPage) -> dict[str, Any]:
    """Return who made a publication: authors, editors, and organisations by their part."""
    authors, editors, organisations = (list(rows.all()) for rows in (page.authors, page.editors, page.organisations))
    # The rows of a revision come from its JSON; what they point to is read at once for all of them.
    prefetch_related_objects(authors, "picture", "profile")
    prefetch_related_objects(editors, "profile")
    prefetch_related_objects(organisations, "organisation")
    by_part = {
        part: [row.organisation for row in organisations if row.part == part] for part in ("commissioner", "partner")
    }
    return {
        "authors": authors,
        "editors": editors,
        "author_names": ", ".join(author.name for author in authors),
        "editor_names": ", ".join(editor.name for editor in editors),
        "commissioners": by_part["commissioner"],
        "partner_organisations": by_part["partner"],
    }


def words(
    page: PublicationPage, version: PublicationVersion | None, *, live: PublicationPage | None = None
) -> dict[str, Any]:
    """Return what the words of a publication need, on a page or on paper.

    `live` is the stored page, where `page` is the publication as it was in a version that is cited itself.
    """
    made = makers(page)
    reference = reference_of(live or page, version, pinned=live is not None, stands=page, authors=made["authors"])
    _draw_pictures(page, made["authors"])
    cited = cited_findings(page, version)
    return {
        **made,
        "version": version,
        "cited": cited,
        "findings": list(cited),
        "contents": headings(page),
        "footnotes": Footnotes(),
        "topics": list(page.topics.all()) if page.pk else [],
        "reference": reference,
        "how_to_cite": plain_text(reference),
        "licence": terms(page.licence),
        "direction": direction(page.language),
    }


def _load(page: PublicationPage) -> None:
    """Read the rows around a stored page once, for all who ask for them."""
    from pshub.publishing.publications.models import PublicationAuthor, PublicationEditor, PublicationOrganisation

    prefetch_related_objects(
        [page],
        Prefetch("authors", PublicationAuthor.objects.select_related("picture", "profile")),
        Prefetch("editors", PublicationEditor.objects.select_related("profile")),
        Prefetch("organisations", PublicationOrganisation.objects.select_related("organisation")),
        "topics",
    )


def _essays(page: PublicationPage) -> list[dict[str, Any]]:
    from pshub.publishing.publications.models import PublicationPage

    if page.kind != PublicationPage.Kind.ESSAY_COLLECTION or not page.numchild:
        return []
    essays = published(PublicationPage.objects.child_of(page)).order_by("path").prefetch_related("authors")
    return [
        {**card(essay), "authors": ", ".join(author.name for author in essay.authors.all())}
        for essay in with_covers(essays)
    ]


def _around(live: PublicationPage, version: PublicationVersion | None, *, preview: bool) -> dict[str, Any]:
    """Return what surrounds the words: where the page stands, and what became of it. `live` is the stored page."""
    versions = list(live.versions.all()) if live.pk else []
    collection = live.collection
    index = f"{((collection or live).url or '/').rstrip('/').rpartition('/')[0]}/"
    crumbs = [(_("Publications"), index)]
    if collection is not None:
        crumbs.append((collection.title, collection.url))
    shown = version or (versions[0] if versions else None)
    editions = published(type(live).objects.filter(series=live.series_id).exclude(pk=live.pk)) if live.series_id else []
    return {
        "breadcrumbs": crumbs,
        "preview": preview,
        "live_page": live,
        "collection": collection,
        "essays": _essays(live),
        "editions": editions,
        "versions": [{"row": row, "url": version_address(live, row)} for row in versions],
        "corrections": list(live.corrections.all()) if live.pk else [],
        "supersedes": [page for page in live.supersedes.all() if page.live] if live.pk else [],
        "pdf": {
            "state": shown.pdf_state if shown else "",
            "url": pdf_address(live, version) if shown and shown.pdf_state == shown.Pdf.MADE else "",
            "size": shown.pdf_size if shown else 0,
        },
    }


def reading(page: PublicationPage, *, preview: bool) -> dict[str, Any]:
    """Return the context of the page: versions, findings, contents and how to cite it."""
    if page.pk and not preview:
        _load(page)
    around = _around(page, None, preview=preview)
    current = next((one["row"] for one in around["versions"] if one["row"].revision_id == page.live_revision_id), None)
    said = words(page, None if preview else current)
    return {**around, **said, "notices": notices(said["cited"]), "frozen": False}


def frozen_reading(live: PublicationPage, page: PublicationPage, version: PublicationVersion) -> dict[str, Any]:
    """Return the context of the page of a version; `page` is the publication as it was then."""
    around = _around(live, version, preview=False)
    newest = around["versions"][0]["row"]
    said = words(page, version, live=live)
    return {
        **around,
        **said,
        "notices": notices(said["cited"]),
        "frozen": True,
        "newer": newest if newest.pk != version.pk else None,
    }
