"""What the worker does for publications when the outbox asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.publishing.publications.problems import PdfProblem
from pshub.publishing.publications.topics import MAKE_PDF

WORKER = Actor.system("worker")


@outbox.handler(MAKE_PDF)
def make_pdf(payload: Mapping[str, Any]) -> None:
    """Make the PDF of a version, unless it is there."""
    # The layout engine and the drawing of charts are large: only the worker, here, loads them.
    from pshub.publishing.publications import actions
    from pshub.publishing.publications.models import PublicationVersion
    from pshub.publishing.publications.printing.making import make

    version = PublicationVersion.objects.select_related("page", "revision").filter(pk=payload["version"]).first()
    if version is None or version.pdf_state == PublicationVersion.Pdf.MADE:
        return
    try:
        data = make(version)
    except PdfProblem as problem:
        actions.pdf_failed(version=version, reason=str(problem), by=WORKER)
        raise
    actions.keep_pdf(version=version, data=data, by=WORKER)
