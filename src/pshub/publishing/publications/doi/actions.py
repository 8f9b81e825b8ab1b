"""What can be done about DOIs."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications.doi import planning
from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.doi.problems import DoiProblem
from pshub.publishing.publications.models import PublicationPage


def request_doi(*, page: PublicationPage, by: Actor) -> DoiRecord:
    """Ask for a DOI for a publication, and for each of its versions from now on; asking again changes nothing.

    Raises
    ------
    DoiProblem
        Where the hub has no account with the registrar, or nothing of the publication is published here.
    """
    stored: PublicationPage = PublicationPage.objects.get(pk=page.pk)
    require(by, "pages.publish", scope=stored.inquiry)
    if not settings.DOI_PREFIX and not settings.DOI_DRY_RUN:
        raise DoiProblem(
            "no-prefix", _("This hub has no prefix for DOIs: whoever runs it sets PSHUB_DOI_PREFIX first.")
        )
    if not stored.live or stored.record_id is None or not stored.versions.exists():
        raise DoiProblem(
            "not-published",
            _("“%(title)s” is not published here: publish it first, then ask for its DOI.") % {"title": stored.title},
        )
    with transaction.atomic():
        record, made = DoiRecord.objects.get_or_create(
            page=stored,
            version=None,
            defaults={"doi": planning.name_of(stored, None), "requested_by": by.label[:200]},
        )
        if made:
            audit(by, verb="doi.requested", target=stored, detail={"doi": record.doi})
        planning.plan(stored)
    record.refresh_from_db()
    return record


def send_again(*, record: DoiRecord, by: Actor) -> None:
    """Send a DOI once more, such as after a refusal, with what the publication says now."""
    require(by, "pages.publish", scope=record.page.inquiry)
    with transaction.atomic():
        DoiRecord.objects.filter(pk=record.pk).update(
            error_code="", error="", sent_digest="", shown_digest="", checks=0, next_check_at=timezone.now()
        )
        audit(by, verb="doi.sent_again", target=record.page, detail={"doi": record.doi})
        if record not in planning.plan(record.page):
            planning.send_soon(record)
