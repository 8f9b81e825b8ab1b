"""Writing down what a published page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from pshub.evidence.models import Citation, Finding
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require


@dataclass(frozen=True, slots=True)
class Cited:
    """What a page shows: a finding as a block, or one cell of it with the text that stands in the page."""

    finding: Finding
    cell: str = ""
    value: str = ""


def cite(*, page: Page, revision: Revision, cited: Iterable[Cited], scope: Any = None, by: Actor) -> list[Citation]:
    """Write the citations of a revision that is being published, and make what it shows public.

    Safe to run again for the same revision: what is written is not written twice, what is gone is removed.
    """
    require(by, "pages.publish", scope=scope)
    shown = {(item.finding.pk, item.cell): item for item in cited}
    with transaction.atomic():
        Citation.objects.filter(revision=revision).delete()
        rows = Citation.objects.bulk_create(
            Citation(page_id=page.pk, revision_id=revision.pk, finding=item.finding, cell=item.cell, value=item.value)
            for item in shown.values()
        )
        hidden = Finding.objects.filter(pk__in=[key for key, _ in shown], public=False)
        for finding in hidden:
            audit(by, verb="finding.made_public", target=finding, detail={"digest": finding.digest, "page": page.pk})
        hidden.update(public=True)
        audit(
            by, verb="page.cited", target=page, detail={"findings": sorted({i.finding.digest for i in shown.values()})}
        )
    return rows
