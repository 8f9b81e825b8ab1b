"""Publishing pins what a page shows."""

from __future__ import annotations

import pytest

from pshub.evidence.models import Citation, Finding
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.publishing.publications.actions import publish
from pshub.publishing.publications.models import PublicationPage

pytestmark = pytest.mark.django_db


def test_publishing_pins_the_findings_and_cites_each_cell(report: PublicationPage, finding: Finding, by: Actor) -> None:
    version = publish(page=report, by=by)

    assert version is not None
    assert (version.number, version.digests) == (1, [finding.digest])
    cited = Citation.objects.order_by("cell").values_list("finding__digest", "cell", "value")
    assert list(cited) == [(finding.digest, "", ""), (finding.digest, "visits/Northgate/visits", "12,345")]
    report.refresh_from_db()
    assert report.live
    assert report.record is not None
    assert AuditEntry.objects.filter(verb="publication.published").count() == 1
