"""Publishing versions of record, announcing what is not here, and unpublishing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision

from pshub.evidence.actions import Cited
from pshub.evidence.actions import cite as cite_findings
from pshub.inquiries.actions import create_record, derive
from pshub.inquiries.models import Record, RecordFinding
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications import announcing
from pshub.publishing.publications.accounts import user_of
from pshub.publishing.publications.actions.drafts import confirm, stored
from pshub.publishing.publications.actions.standing import write_correction
from pshub.publishing.publications.checks import Check, check, unconfirmed_problem
from pshub.publishing.publications.kinds import PUBLICATION, REPORTS_ON
from pshub.publishing.publications.models import PublicationPage, PublicationVersion, PublishingCheck
from pshub.publishing.publications.pdf_queue import queue_pdf
from pshub.publishing.publications.problems import Problem, PublishRefused


def publish(
    *,
    page: PublicationPage,
    by: Actor,
    revision: Revision | None = None,
    change_note: str = "",
    minor: bool = False,
    correction: str = "",
    confirmed: Collection[str] = (),
    confirm_all: bool = False,
    reports_on: Iterable[Record] = (),
) -> PublicationVersion | None:
    """Publish a draft as the next version of record, or schedule it where it has a date in the future.

    Pins the findings it shows, writes their citations, puts the publication on the trail, joins it to the records that
    the findings are about, and queues its PDF, all in one transaction. What is only announced here, because it is
    forthcoming or published elsewhere, goes public without a version.

    Parameters
    ----------
    revision
        The draft; the latest where none is given.
    change_note
        What changed since the version before; needed from version 2 on, unless the change is minor.
    minor
        Whether nothing changed that a reader has to hear of: the number stays, and counts up behind the point.
    correction
        A notice of what was wrong, shown above the text from this version on.
    confirmed, confirm_all
        Keys of the numerals bound to nothing that the caller has confirmed, or all of them.
    reports_on
        Further records that the publication reports on, such as an event.

    Returns
    -------
    PublicationVersion or None
        None where the draft was scheduled, or is only announced.

    Raises
    ------
    PublishRefused
        With all problems at once; nothing is written.
    """
    revision = revision or stored(page).get_latest_revision()
    keys = {numeral.key for numeral in check(revision.as_object()).numerals} if confirm_all else set(confirmed)
    with transaction.atomic():
        if keys or change_note or minor or correction:
            confirm(
                revision=revision, confirmed=keys, change_note=change_note, minor=minor, correction=correction, by=by
            )
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
    said = PublishingCheck.objects.filter(revision=revision).first() or PublishingCheck(revision=revision)
    done = PublicationVersion.objects.filter(revision=revision).first()
    last = PublicationVersion.objects.filter(page=page).first()
    found = check(page, last)
    confirmed = {*said.confirmed, *(last.confirmed if last else ())}
    problems = [*found.problems, *_unsaid(found, said, confirmed, last if done is None else None)]
    if problems:
        raise PublishRefused(page.title, problems)
    PublishPageRevisionAction(revision, user=user_of(by), **wagtail).execute(skip_permission_checks=True)
    live = PublicationPage.objects.get(pk=page.pk)
    if live.live_revision_id != revision.pk:
        audit(by, verb="publication.scheduled", target=page, detail={"revision": revision.pk})
        return None
    _put_on_trail(live, found, by=by, reports_on=reports_on)
    announcing.changed(live)
    if live.announced_only:
        audit(by, verb="publication.announced", target=page, detail={"availability": live.availability})
        return None
    return done or _write_version(live, revision, found, by=by, said=said, confirmed=confirmed)


def _unsaid(
    found: Check, said: PublishingCheck, confirmed: Collection[str], last: PublicationVersion | None
) -> list[Problem]:
    problems = []
    if left := found.unconfirmed(confirmed):
        problems.append(unconfirmed_problem(left))
    if last is None:
        return problems
    if said.minor and {cited.digest for cited in found.findings} != set(last.digests):
        problems.append(Problem("not-minor", "", _("It cites other findings than before: say what changed.")))
    elif not said.minor and not said.change_note:
        problems.append(
            Problem("no-change-note", "", _("Say what changed since the version before, or mark the change as minor."))
        )
    return problems


def _write_version(
    page: PublicationPage,
    revision: Revision,
    found: Check,
    *,
    by: Actor,
    said: PublishingCheck,
    confirmed: Collection[str],
) -> PublicationVersion:
    last = PublicationVersion.objects.filter(page=page).first()
    minor = last is not None and said.minor
    version = PublicationVersion.objects.create(
        page=page,
        revision=revision,
        number=1 if last is None else last.number + (not minor),
        minor=last.minor + 1 if last is not None and minor else 0,
        published_by=by.label[:200],
        change_note=said.change_note,
        digests=[cited.digest for cited in found.findings],
        confirmed=sorted({numeral.key for numeral in found.numerals} & set(confirmed)),
    )
    cited = (Cited(cite.finding.finding, cite.cell, cite.value[:100]) for cite in found.cites)
    cite_findings(page=page, revision=revision, cited=cited, scope=page.inquiry, by=by)
    detail = {"version": version.label, "digests": version.digests, "citations": len(found.cites)}
    audit(by, verb="publication.published", target=page, detail=detail)
    if said.correction:
        write_correction(page, said.correction, version=version, by=by)
    queue_pdf(version)
    return version


def _put_on_trail(page: PublicationPage, found: Check, *, by: Actor, reports_on: Iterable[Record]) -> None:
    forthcoming = page.availability == PublicationPage.Availability.FORTHCOMING
    facts = {
        "title": page.title[:300],
        "summary": page.summary,
        "inquiry": page.inquiry,
        "status": "withdrawn" if page.withdrawn_at else "forthcoming" if forthcoming else "published",
        "visibility": Record.Visibility.PUBLIC,
        "happened_on": None if forthcoming else page.published_on,
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
    _unpublish(stored(page), by=by, wagtail={})


def unpublish_from_wagtail(*, page: PublicationPage, by: Actor, **wagtail: Any) -> None:
    """Unpublish as Wagtail asks for it."""
    _unpublish(page, by=by, wagtail=wagtail)


def _unpublish(page: PublicationPage, *, by: Actor, wagtail: dict[str, Any]) -> None:
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        UnpublishPageAction(page, user=user_of(by), **wagtail).execute(skip_permission_checks=True)
        if page.record is not None:
            Record.objects.filter(pk=page.record.pk).update(visibility=Record.Visibility.STUDIO, status="unpublished")
        announcing.changed(page)
        audit(by, verb="publication.unpublished", target=page)
