"""Correcting, withdrawing and superseding what was published: it stays readable, and says so."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications import announcing
from pshub.publishing.publications.models import PublicationCorrection, PublicationPage, PublicationVersion
from pshub.publishing.publications.problems import StandingProblem


def _published(page: PublicationPage) -> PublicationPage:
    """Return the stored page, locked; refuse one that nobody has read yet."""
    stored: PublicationPage = PublicationPage.objects.select_for_update().get(pk=page.pk)
    if stored.record_id is None:
        raise StandingProblem(
            "not-published", _("“%(title)s” has not been published: change the draft instead.") % {"title": page.title}
        )
    return stored


def _changed(page: PublicationPage, *, status: str) -> None:
    Record.objects.filter(pk=page.record_id, visibility=Record.Visibility.PUBLIC).update(status=status)
    announcing.changed(page)


def write_correction(
    page: PublicationPage, text: str, *, version: PublicationVersion | None, on: date | None = None, by: Actor
) -> PublicationCorrection:
    """Write a notice of correction, in the caller's transaction."""
    row = PublicationCorrection.objects.create(
        page=page, version=version, text=text, on=on or timezone.localdate(), by=by.label[:200]
    )
    audit(by, verb="publication.corrected", target=page, detail={"text": text})
    return row


def add_correction(
    *,
    page: PublicationPage,
    text: str,
    on: date | None = None,
    version: PublicationVersion | None = None,
    by: Actor,
) -> PublicationCorrection:
    """Put a dated notice of correction above a publication.

    Parameters
    ----------
    text
        What was wrong, and what is right.
    version
        The version that puts it right, where there is one.
    """
    require(by, "pages.publish", scope=page.inquiry)
    text = text.strip()
    if not text:
        raise StandingProblem("no-text", _("Say what was wrong, and what is right."))
    with transaction.atomic():
        stored = _published(page)
        row = write_correction(stored, text, version=version, on=on, by=by)
        announcing.changed(stored)
    return row


def withdraw_publication(*, page: PublicationPage, reason: str, by: Actor) -> None:
    """Withdraw a publication: it stays readable under its address, with the reason above it and in every list."""
    require(by, "pages.publish", scope=page.inquiry)
    reason = reason.strip()
    if not reason:
        raise StandingProblem("no-reason", _("Say why it is withdrawn: readers see the reason above the text."))
    with transaction.atomic():
        stored = _published(page)
        if stored.withdrawn_at is not None:
            raise StandingProblem("withdrawn-already", _("It has been withdrawn already."))
        PublicationPage.objects.filter(pk=stored.pk).update(withdrawn_at=timezone.now(), withdrawn_because=reason)
        _changed(stored, status="withdrawn")
        audit(by, verb="publication.withdrawn", target=stored, detail={"reason": reason})


def reinstate_publication(*, page: PublicationPage, by: Actor) -> None:
    """Take back a withdrawal that was a mistake. The audit log keeps both."""
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        stored = _published(page)
        if stored.withdrawn_at is None:
            raise StandingProblem("not-withdrawn", _("It is not withdrawn."))
        detail = {"reason": stored.withdrawn_because}
        PublicationPage.objects.filter(pk=stored.pk).update(withdrawn_at=None, withdrawn_because="")
        _changed(stored, status="published")
        audit(by, verb="publication.reinstated", target=stored, detail=detail)


def supersede_publication(*, page: PublicationPage, successor: PublicationPage | None, by: Actor) -> None:
    """Say which publication takes the place of another; None takes that back."""
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        stored = _published(page)
        following = successor
        while following is not None:
            if following.pk == stored.pk:
                raise StandingProblem(
                    "superseded-in-a-ring", _("A publication cannot take the place of itself: choose a later one.")
                )
            following = PublicationPage.objects.filter(pk=following.superseded_by_id).first()
        if successor is not None and not (successor.live and successor.record_id):
            raise StandingProblem(
                "successor-not-published", _("Publish “%(title)s” first: readers are led to it.") % {"title": successor}
            )
        PublicationPage.objects.filter(pk=stored.pk).update(superseded_by=successor)
        announcing.changed(stored)
        detail = {"successor": successor.pk if successor else None}
        audit(by, verb="publication.superseded", target=stored, detail=detail)
