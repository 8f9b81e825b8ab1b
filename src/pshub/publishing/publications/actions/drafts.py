"""Writing drafts of publications, and confirming what is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images.models import Image
from wagtail.models import Revision

from pshub.inquiries.models import Inquiry, Topic
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications.accounts import user_of
from pshub.publishing.publications.blocks import TEXT_FEATURES
from pshub.publishing.publications.models import (
    PublicationAuthor,
    PublicationEditor,
    PublicationIndexPage,
    PublicationOrganisation,
    PublicationPage,
    PublishingCheck,
)


def stored(page: PublicationPage) -> PublicationPage:
    """Return a publication as stored: what the caller holds may be from before its latest draft."""
    found: PublicationPage = PublicationPage.objects.get(pk=page.pk)
    return found


def create_publication(
    *,
    parent: PublicationIndexPage | PublicationPage,
    title: str,
    summary: str,
    body: Iterable[Mapping[str, Any]] | Iterable[tuple[str, Any]],
    by: Actor,
    slug: str = "",
    kind: str = PublicationPage.Kind.REPORT,
    published_on: date | None = None,
    authors: Iterable[Mapping[str, Any]] = (),
    editors: Iterable[Mapping[str, Any]] = (),
    organisations: Iterable[Mapping[str, Any]] = (),
    inquiry: Inquiry | None = None,
    topics: Iterable[Topic] = (),
    cover: Image | None = None,
    **fields: Any,
) -> PublicationPage:
    """Draft a publication.

    Parameters
    ----------
    parent
        The list of publications; for an essay, its collection.
    body
        Blocks as stored, ``{"type": …, "value": …}`` (a finding by its primary key), or pairs of type and value.
    authors, editors
        In order, each with ``name`` and, where known, ``role``, ``orcid``, ``profile`` and (authors) ``picture``.
    organisations
        In order, each with ``organisation`` and ``part``.
    fields
        Other fields of the page, such as ``series``, ``edition``, ``availability`` or ``cover_description``.

    Raises
    ------
    django.core.exceptions.ValidationError
        Where a field does not hold what it should; nothing is written.
    """
    require(by, "pages.edit", scope=inquiry)
    page = PublicationPage(
        title=title,
        slug=slug or slugify(title)[:200],
        kind=kind,
        summary=summary,
        published_on=published_on or timezone.localdate(),
        inquiry=inquiry,
        cover=cover,
        live=False,
        **fields,
    )
    page.body = _stream(page, body)
    _put_contributors(page, authors, editors, organisations)
    with transaction.atomic():
        parent.add_child(instance=page)
        page.topics.set(topics)
        page.save_revision(user=user_of(by), log_action=True)
        audit(by, verb="publication.created", target=page, detail={"title": title, "kind": str(kind)})
    return page


def _put_contributors(
    page: PublicationPage,
    authors: Iterable[Mapping[str, Any]],
    editors: Iterable[Mapping[str, Any]],
    organisations: Iterable[Mapping[str, Any]],
) -> None:
    page.authors = [PublicationAuthor(sort_order=order, **said) for order, said in enumerate(authors)]
    page.editors = [PublicationEditor(sort_order=order, **said) for order, said in enumerate(editors)]
    page.organisations = [PublicationOrganisation(sort_order=order, **said) for order, said in enumerate(organisations)]
    for row in [*page.authors.all(), *page.editors.all(), *page.organisations.all()]:
        row.full_clean(exclude=["page"])


def change_publication(*, page: PublicationPage, by: Actor, **fields: Any) -> Revision:
    """Write a new draft of a publication; what is published stays as it is."""
    draft = stored(page).get_latest_revision_as_object()
    require(by, "pages.edit", scope=draft.inquiry)
    if "body" in fields:
        fields["body"] = _stream(draft, fields["body"])
    for name, value in fields.items():
        setattr(draft, name, value)
    with transaction.atomic():
        revision = draft.save_revision(user=user_of(by), log_action=True)
        audit(by, verb="publication.changed", target=page, detail={"fields": sorted(fields)})
    return revision


def _stream(page: PublicationPage, body: Iterable[Any]) -> Any:
    block = page._meta.get_field("body").stream_block
    raw = [dict(part) if isinstance(part, Mapping) else {"type": part[0], "value": part[1]} for part in body]
    # What does not come out of the editor goes through it once, so that nothing else than it can write gets in.
    editor = ContentstateConverter(TEXT_FEATURES)
    for part in raw:
        if part["type"] == "text":
            part["value"] = editor.to_database_format(editor.from_database_format(str(part["value"])))
    return block.to_python(raw)


def confirm(
    *,
    revision: Revision,
    confirmed: Collection[str] = (),
    change_note: str = "",
    minor: bool = False,
    correction: str = "",
    by: Actor,
) -> PublishingCheck:
    """Keep what somebody confirmed of a draft: numerals that are bound to nothing (by key), and what changed.

    What was confirmed before stays confirmed. Publishing that happens later, by schedule or at the end of a workflow,
    goes by this.

    Parameters
    ----------
    minor
        Nothing changed that a reader has to hear of, such as a spelling.
    correction
        A notice of what was wrong and what is right; it goes public with the version.
    """
    page = revision.as_object()
    require(by, "pages.edit", scope=page.inquiry)
    with transaction.atomic():
        row, _created = PublishingCheck.objects.select_for_update().get_or_create(revision=revision)
        row.confirmed = sorted({*row.confirmed, *confirmed})
        row.change_note = change_note.strip() or row.change_note
        row.minor = minor
        row.correction = correction.strip() or row.correction
        row.checked_by = by.label[:200]
        row.save()
        audit(by, verb="publication.numbers_confirmed", target=page, detail={"confirmed": len(row.confirmed)})
    return row
