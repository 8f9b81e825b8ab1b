"""What came out of an event: the records that were derived from it, and the findings about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pshub.evidence.models import Finding
from pshub.evidence.querysets import Standing, public_findings, standing
from pshub.inquiries import provenance
from pshub.people.actors import Actor

if TYPE_CHECKING:
    from pshub.publishing.events.models import EventPage

#: Kinds of record that tell what was done with an event, and so come first.
TOLD_IN = ("publication", "news")
MOST = 100


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding, and how it stands now."""

    finding: Finding
    standing: Standing


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came out of an event, as far as the reader may see it."""

    told: list[provenance.Leg]
    records: list[provenance.Leg]
    findings: list[FindingShown]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.told or self.records or self.findings)


def outcomes(page: EventPage, viewer: Actor) -> Outcomes:
    """Return what came out of an event: three queries, whatever the number.

    What the reader may not see is left out without a trace, and so is what can only be reached through it.
    """
    if page.record is None:
        return Outcomes([], [], [])
    after = provenance.steps(page.record, "downstream", viewer, limit=MOST)
    legs = provenance.legs(after)
    keys = [page.record.pk, *(step.record.pk for step in after)]
    found = public_findings().filter(record_findings__record__in=keys).distinct().order_by("-pk")[:MOST]
    return Outcomes(
        told=[leg for leg in legs if leg.records[0].kind in TOLD_IN],
        records=[leg for leg in legs if leg.records[0].kind not in TOLD_IN],
        findings=[FindingShown(finding, standing(finding)) for finding in found],
    )
