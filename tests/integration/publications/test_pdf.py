"""The PDF of a version: made by the worker, tagged to the last figure, frozen, served beside its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pshub.delivery.models import OutboxMessage
from pshub.delivery.tasks import deliver
from pshub.evidence.models import Finding
from pshub.people.actors import Actor
from pshub.publishing.publications.actions import publish
from pshub.publishing.publications.models import PublicationPage, PublicationVersion
from pshub.publishing.publications.topics import MAKE_PDF

pytestmark = pytest.mark.django_db
Draft = Callable[..., PublicationPage]
NOTE = '<span data-footnote="Minutes of the council, see https://example.org/minutes.">*</span>'


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    """Uploads of the test alone."""
    settings.MEDIA_ROOT = tmp_path


def work() -> None:
    """Do what the worker would, for PDFs alone."""
    for message in OutboxMessage.objects.filter(topic=MAKE_PDF, state="waiting"):
        deliver.call(message.pk)


def read_file(version: PublicationVersion) -> bytes:
    with version.pdf.open("rb") as file:
        return bytes(file.read())


def test_the_pdf(client: Client, draft_report: Draft, finding: Finding, by: Actor) -> None:
    token = f"{{{{ finding:{finding.digest[:12]}/visits/Northgate/visits }}}}"
    page = draft_report(
        text=f"<p>Northgate had {token} visits.{NOTE} It <a href='/elsewhere/'>grew</a>.</p><ul><li>One</li></ul>",
        authors=[{"name": "Ada Whitcombe"}, {"name": "Ben Osei"}],
        language="en",
    )
    version = publish(page=page, confirm_all=True, by=by)
    assert version is not None
    work()
    version.refresh_from_db()
    assert version.pdf_error == ""
    data = read_file(version)

    assert data.startswith(b"%PDF")
