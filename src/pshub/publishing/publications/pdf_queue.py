"""Asking the worker for PDFs."""

from __future__ import annotations

import uuid

from pshub.delivery import outbox
from pshub.publishing.publications.models import PublicationVersion
from pshub.publishing.publications.topics import MAKE_PDF


def queue_pdf(version: PublicationVersion) -> None:
    """Ask the worker for the PDF of a version, in the caller's transaction."""
    PublicationVersion.objects.filter(pk=version.pk).update(pdf_state=PublicationVersion.Pdf.WAITING, pdf_error="")
    version.pdf_state = PublicationVersion.Pdf.WAITING
    outbox.enqueue(MAKE_PDF, {"version": version.pk}, key=f"{MAKE_PDF}:{version.pk}:{uuid.uuid4()}")
