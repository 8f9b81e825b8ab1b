"""Which records a request gets: pages of a list in the order of datestamp and key.

A page begins behind the last record of the page before, wherever that now stands, and not after so many records. What
is added meanwhile has a later datestamp and comes at the end; what changes meanwhile moves there. So a harvest misses
nothing and gives nothing twice that did not change.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from pshub.publishing.publications.oai.models import HarvestRecord
from pshub.publishing.publications.oai.problems import ProtocolError
from pshub.publishing.publications.oai.requests import Asked, span
from pshub.publishing.publications.oai.tokens import Position, position, token

ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Harvest:
    """Records of one answer, how many were given before them, and the token that leads on (None where all fit)."""

    records: list[HarvestRecord]
    given_before: int
    token: str | None


def _matching(arguments: dict[str, str]) -> QuerySet[HarvestRecord]:
    since, end = span(arguments)
    found = HarvestRecord.objects.order_by("datestamp", "key")
    if since is not None:
        found = found.filter(datestamp__gte=since)
    if end is not None:
        found = found.filter(datestamp__lt=end)
    if "set" in arguments:
        found = found.filter(sets__contains=f"|{arguments['set']}|") if "|" not in arguments["set"] else found.none()
    return found


def harvest(asked: Asked) -> Harvest:
    """Return the page of a list that a request asks for, or raise `ProtocolError`."""
    resumed = asked.arguments.get("resumptionToken")
    stood = position(resumed, verb=asked.verb) if resumed is not None else None
    arguments = stood.arguments if stood else asked.arguments
    found = _matching(arguments)
    if stood is not None:
        found = found.filter(
            Q(datestamp__gt=stood.datestamp) | Q(datestamp=stood.datestamp, key__gt=stood.key),
            datestamp__gte=stood.datestamp,
        )
    records = list(found[: ON_A_PAGE + 1])
    if not records:
        raise ProtocolError("noRecordsMatch", "No record fits these arguments.")
    before = stood.given if stood else 0
    more = len(records) > ON_A_PAGE
    del records[ON_A_PAGE:]
    if not more:
        # An empty token ends a list that came in parts; a list in one part has none.
        return Harvest(records, before, "" if stood else None)
    last = records[-1]
    stands = Position(asked.verb, arguments, last.datestamp, last.key, before + len(records))
    return Harvest(records, before, token(stands))


def record(key: uuid.UUID | None) -> HarvestRecord:
    """Return one record, or raise `ProtocolError`."""
    found = HarvestRecord.objects.filter(key=key).first() if key else None
    if found is None:
        raise ProtocolError("idDoesNotExist", "No record here has this identifier.")
    return found
