"""What can be done to publications."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images.models import Image
from wagtail.log_actions import log
from wagtail.models import Revision

from pshub.evidence.actions import Cited
from pshub.evidence.actions import cite as cite_findings
from pshub.inquiries.actions import create_record, derive
from pshub.inquiries.models import Inquiry, Record, RecordFinding
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.publishing.publications.blocks import TEXT_FEATURES
from pshub.publishing.publications.checks import Check, check, unconfirmed_problem
from pshub.publishing.publications.kinds import PUBLICATION, REPORTS_ON
from pshub.publishing.publications.models import (
    PublicationAuthor,
    PublicationIndexPage,
    PublicationPage,
    PublicationVersion,
    PublishingCheck,
)
from pshub.publishing.publications.problems import Problem, PublishRefused


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def _stored(page: PublicationPage) -> PublicationPage:
    # What the caller holds may be from before its latest draft.
    stored: PublicationPage = PublicationPage.objects.get(pk=page.pk)
    return stored


def create_publication(
    *,
    parent: PublicationIndexPage,
    title: str,
    summary: str,
    body: Iterable[Mapping[str, Any]] | Iterable[tuple[str, Any]],
    by: Actor,
    slug: str = "",
    kind: str = PublicationPage.Kind.REPORT,
    published_on: date | None = None,
    authors: Iterable[Mapping[str, Any]] = (),
    inquiry: Inquiry | None = None,
    cover: Image | None = None,
    cover_description: str = "",
    commissioned_by: str = "",
    partners: str = "",
) -> PublicationPage:
    """Draft a publication.

    Parameters
    ----------
    body
        Blocks as stored, ``{"type": …, "value": …}`` (a finding by its primary key), or pairs of type and value.
    authors
        In order, each with ``name`` and, where known, ``role``, ``orcid`` and ``picture``.

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
        cover_description=cover_description,
        commissioned_by=commissioned_by,
        partners=partners,
        live=False,
    )
    page.body = _stream(page, body)
    page.authors = [PublicationAuthor(sort_order=order, **author) for order, author in enumerate(authors)]
    for author in page.authors.all():
        author.full_clean(exclude=["page"])
    with transaction.atomic():
        parent.add_child(instance=page)
        page.save_revision(user=_user(by), log_action=True)
        audit(by, verb="publication.created", target=page, detail={"title": title, "kind": str(kind)})
    return page


def change_publication(*, page: PublicationPage, by: Actor, **fields: Any) -> Revision:
    """Write a new draft of a publication; what is published stays as it is."""
    draft = _stored(page).get_latest_revision_as_object()
    require(by, "pages.edit", scope=draft.inquiry)
    if "body" in fields:
        fields["body"] = _stream(draft, fields["body"])
    for name, value in fields.items():
        setattr(draft, name, value)
    with transaction.atomic():
        revision = draft.save_revision(user=_user(by), log_action=True)
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
    *, revision: Revision, confirmed: Collection[str] = (), change_note: str = "", by: Actor
) -> PublishingCheck:
    """Keep what somebody confirmed of a draft: numerals that are bound to nothing (by key), and what changed.

    What was confirmed before stays confirmed. Publishing that happens later, by schedule or at the end of a workflow,
    goes by this.
    """
    page = revision.as_object()
    require(by, "pages.edit", scope=page.inquiry)
    with transaction.atomic():
        row, _created = PublishingCheck.objects.select_for_update().get_or_create(revision=revision)
        row.confirmed = sorted({*row.confirmed, *confirmed})
        row.change_note = change_note.strip() or row.change_note
        row.checked_by = by.label[:200]
        row.save()
        audit(by, verb="publication.numbers_confirmed", target=page, detail={"confirmed": len(row.confirmed)})
    return row


def publish(
    *,
    page: PublicationPage,
    by: Actor,
    revision: Revision | None = None,
    change_note: str = "",
    confirmed: Collection[str] = (),
    confirm_all: bool = False,
    reports_on: Iterable[Record] = (),
) -> PublicationVersion | None:
    """Publish a draft as the next version of record, or schedule it where it has a date in the future.

    Pins the findings it shows, writes their citations, puts the publication on the trail and joins it to the records
    that the findings are about, all in one transaction.

    Parameters
    ----------
    revision
        The draft; the latest where none is given.
    change_note
        What changed since the version before; needed from version 2 on.
    confirmed, confirm_all
        Keys of the numerals bound to nothing that the caller has confirmed, or all of them.
    reports_on
        Further records that the publication reports on, such as an event.

    Raises
    ------
    PublishRefused
        With all problems at once; nothing is written.
    """
    revision = revision or _stored(page).get_latest_revision()
    keys = {numeral.key for numeral in check(revision.as_object()).numerals} if confirm_all else set(confirmed)
    with transaction.atomic():
        if keys or change_note:
            confirm(revision=revision, confirmed=keys, change_note=change_note, by=by)
        return _publish(revision, by=by, reports_on=reports_on, wagtail={})


def publish_from_wagtail(*, revision: Revision, by: Actor, **wagtail: Any) -> None:
    """Publish as Wagtail asks for it: from its studio, at the end of a workflow, or by schedule.

    A schedule has nobody to show a refusal to and must not hold up other pages, so what cannot go out is taken off the
    schedule and the reason written to the page's history.
    """
    try:
        with transaction.atomic():
            _publish(revision, by=by, wagtail=wagtail)
    except PublishRefused as refused:
        if wagtail.get("log_action") != "wagtail.publish.scheduled":
            raise
        with transaction.atomic():
            page = revision.as_object()
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            reasons = [str(problem) for problem in refused.problems]
            log(instance=page, action="publications.refused", revision=revision, data={"problems": reasons})
            audit(by, verb="publication.refused", target=page, detail={"problems": reasons})


def _publish(
    revision: Revision, *, by: Actor, wagtail: dict[str, Any], reports_on: Iterable[Record] = ()
) -> PublicationVersion | None:
    page: PublicationPage = revision.as_object()
    require(by, "pages.publish", scope=page.inquiry)
    # One version at a time: the row is locked, so that two editors cannot both write version 2.
    PublicationPage.objects.select_for_update().get(pk=page.pk)
    said = PublishingCheck.objects.filter(revision=revision).first()
    done = PublicationVersion.objects.filter(revision=revision).first()
    last = PublicationVersion.objects.filter(page=page).first()
    found = check(page)
    confirmed = {*(said.confirmed if said else ()), *(last.confirmed if last else ())}
    note = said.change_note if said else ""
    problems = [*found.problems, *_unsaid(found, confirmed, note, needs_note=last is not None and done is None)]
    if problems:
        raise PublishRefused(page.title, problems)
    PublishPageRevisionAction(revision, user=_user(by), **wagtail).execute(skip_permission_checks=True)
    live = PublicationPage.objects.get(pk=page.pk)
    if live.live_revision_id != revision.pk:
        audit(by, verb="publication.scheduled", target=page, detail={"revision": revision.pk})
        return None
    _put_on_trail(live, found, by=by, reports_on=reports_on)
    return done or _write_version(live, revision, found, by=by, note=note, confirmed=confirmed)


def _unsaid(found: Check, confirmed: Collection[str], note: str, *, needs_note: bool) -> list[Problem]:
    problems = []
    if left := found.unconfirmed(confirmed):
        problems.append(unconfirmed_problem(left))
    if needs_note and not note:
        problems.append(Problem("no-change-note", "", _("Say what changed since the version before.")))
    return problems


def _write_version(
    page: PublicationPage, revision: Revision, found: Check, *, by: Actor, note: str, confirmed: Collection[str]
) -> PublicationVersion:
    last = PublicationVersion.objects.filter(page=page).first()
    version = PublicationVersion.objects.create(
        page=page,
        revision=revision,
        number=last.number + 1 if last else 1,
        published_by=by.label[:200],
        change_note=note,
        digests=[cited.digest for cited in found.findings],
        confirmed=sorted({numeral.key for numeral in found.numerals} & set(confirmed)),
    )
    cited = (Cited(cite.finding.finding, cite.cell, cite.value[:100]) for cite in found.cites)
    cite_findings(page=page, revision=revision, cited=cited, scope=page.inquiry, by=by)
    detail = {"version": version.number, "digests": version.digests, "citations": len(found.cites)}
    audit(by, verb="publication.published", target=page, detail=detail)
    return version


def _put_on_trail(page: PublicationPage, found: Check, *, by: Actor, reports_on: Iterable[Record]) -> None:
    facts = {
        "title": page.title[:300],
        "summary": page.summary,
        "inquiry": page.inquiry,
        "status": "published",
        "visibility": Record.Visibility.PUBLIC,
        "happened_on": page.published_on,
    }
    if page.record is None:
        page.record = create_record(kind=PUBLICATION.name, by=by, **facts)
        PublicationPage.objects.filter(pk=page.pk).update(record=page.record)
    else:
        Record.objects.filter(pk=page.record.pk).update(**facts)
    about = RecordFinding.objects.filter(finding__in=[cited.finding for cited in found.findings]).select_related(
        "record"
    )
    upstream = {record.pk: record for record in [*(link.record for link in about), *reports_on]}
    allowed = PUBLICATION.derives_from[REPORTS_ON].upstream
    for record in upstream.values():
        if record.kind in allowed:
            derive(upstream=record, downstream=page.record, label=REPORTS_ON, by=by)


def unpublish(*, page: PublicationPage, by: Actor) -> None:
    """Take a publication off the public site. Its versions and citations stay."""
    _unpublish(_stored(page), by=by, wagtail={})


def unpublish_from_wagtail(*, page: PublicationPage, by: Actor, **wagtail: Any) -> None:
    """Unpublish as Wagtail asks for it."""
    _unpublish(page, by=by, wagtail=wagtail)


def _unpublish(page: PublicationPage, *, by: Actor, wagtail: dict[str, Any]) -> None:
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        UnpublishPageAction(page, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        if page.record is not None:
            Record.objects.filter(pk=page.record.pk).update(visibility=Record.Visibility.STUDIO, status="unpublished")
        audit(by, verb="publication.unpublished", target=page)
