"""Keeping the PDFs that the worker made."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications import announcing
from pshub.publishing.publications.models import PublicationVersion
from pshub.publishing.publications.pdf_queue import queue_pdf
from pshub.publishing.publications.problems import PdfFrozen

Pdf = PublicationVersion.Pdf


def request_pdf(*, version: PublicationVersion, by: Actor) -> None:
    """Ask again for a PDF that could not be made, or that was never asked for. What is made stays as it is."""
    require(by, "pages.publish", scope=version.page.inquiry)
    with transaction.atomic():
        stored = PublicationVersion.objects.select_for_update().get(pk=version.pk)
        if stored.pdf_state == Pdf.MADE:
            raise PdfFrozen(_("The PDF of this version is made, and stays as it is: publish a new version instead."))
        queue_pdf(stored)
        audit(by, verb="publication.pdf_requested", target=stored.page, detail={"version": stored.label})


def keep_pdf(*, version: PublicationVersion, data: bytes, by: Actor) -> bool:
    """Keep the PDF of a version for good; return whether it was not there yet."""
    require(by, "pages.publish", scope=version.page.inquiry)
    name = f"{version.page.slug}-v{version.label}.pdf"
    storage = PublicationVersion._meta.get_field("pdf").storage
    path = storage.save(PublicationVersion._meta.get_field("pdf").generate_filename(version, name), ContentFile(data))
    with transaction.atomic():
        waiting = PublicationVersion.objects.filter(pk=version.pk).exclude(pdf_state=Pdf.MADE)
        kept = waiting.update(
            pdf=path,
            pdf_state=Pdf.MADE,
            pdf_sha256=hashlib.sha256(data).hexdigest(),
            pdf_size=len(data),
            pdf_made_at=timezone.now(),
            pdf_error="",
        )
        if kept:
            audit(by, verb="publication.pdf_made", target=version.page, detail={"version": version.label})
            announcing.changed(version.page)
    if not kept:
        # Another worker was first: a version has one PDF.
        storage.delete(path)
    return bool(kept)


def pdf_failed(*, version: PublicationVersion, reason: str, by: Actor) -> None:
    """Write down why a PDF could not be made."""
    require(by, "pages.publish", scope=version.page.inquiry)
    with transaction.atomic():
        PublicationVersion.objects.filter(pk=version.pk).exclude(pdf_state=Pdf.MADE).update(
            pdf_state=Pdf.FAILED, pdf_error=reason
        )
        audit(by, verb="publication.pdf_failed", target=version.page, detail={"reason": reason})
