"""Findings: what was released of them, and whether it holds when computed again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router

from pshub.api import schemas
from pshub.api.addresses import resource, whole
from pshub.api.pagination import BY_KEY, Asked, Listing, Order, listing, moment, page
from pshub.api.resources.inquiries import start_of
from pshub.api.resources.shared import READER, answers, record_link
from pshub.evidence.embedding import EmbeddedFinding, embedded
from pshub.evidence.querysets import newest_verification, public_findings, released
from pshub.inquiries.querysets import visible_records

router = Router(tags=["findings"])
ORDER = Order("sealed_at", moment, **BY_KEY)


class FindingsAsked(Asked):
    """What findings are asked for."""

    kind: str = Field("", max_length=80, description="Such as opinion-map.")
    inquiry: str = Field("", max_length=120, description="Slug of an inquiry.")
    since: date | None = Field(None, description="Sealed on that day or later.")


def _item(found: EmbeddedFinding) -> dict[str, Any]:
    finding, standing = found.finding, found.standing
    method = json.loads(finding.method_json)
    return {
        "digest": finding.digest,
        "title": finding.title,
        "kind": finding.kind,
        "method": method["name"],
        "method_version": method["version"],
        "sealed_at": finding.sealed_at,
        "state": standing.state,
        "reason": standing.reason,
        "successor": standing.successor_digest or None,
        "url": whole(finding.get_absolute_url()),
        "api": resource("finding", digest=finding.digest),
    }


@router.get("/", response=answers(Listing[schemas.FindingItem]), url_name="findings")
def findings(request: HttpRequest, response: HttpResponse, asked: Query[FindingsAsked]) -> Any:
    """List findings, newest first."""
    rows = public_findings()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.inquiry:
        records = visible_records(READER).filter(inquiry__slug=asked.inquiry, inquiry__public=True)
        rows = rows.filter(record_findings__record__in=records).distinct()
    if asked.since:
        rows = rows.filter(sealed_at__gte=start_of(asked.since))
    some, cursor = page(rows, ORDER, asked)
    found = embedded(finding.digest for finding in some)
    return listing(request, response, [_item(found[finding.digest]) for finding in some], cursor)


def _tables(found: EmbeddedFinding) -> Iterable[dict[str, Any]]:
    digest = found.finding.digest
    for table in found.tables:
        yield {
            "name": table.name,
            "title": table.title,
            "columns": [
                {"name": column.name, "title": column.title, "type": column.type, "unit": column.unit}
                for column in table.columns
            ],
            "rows": [list(row) for row in table.rows],
            "notes": list(table.notes),
            "csv": whole(reverse("evidence:table", args=[digest, table.name])),
        }


def _figures(found: EmbeddedFinding) -> Iterable[dict[str, Any]]:
    for figure in found.figures:
        shown = found.shown_figure(figure.name)
        if shown is not None:
            yield {
                "name": shown.name,
                "title": shown.title,
                "description": shown.description,
                "table": shown.table,
                "vega_lite": whole(shown.specification_url),
                "svg": whole(shown.svg_url) or None,
                "png": whole(shown.png_url) or None,
            }


@router.get("/{digest}/", response=answers(schemas.Finding), url_name="finding")
def finding(request: HttpRequest, digest: str) -> Any:
    """Return a finding with its public result."""
    found = embedded([digest]).get(digest)
    if found is None or not found.finding.public:
        raise Http404
    sealed = found.finding
    shown = not found.standing.hidden and found.kind is not None
    verification = newest_verification(sealed)
    records = visible_records(READER).filter(record_findings__finding=sealed)
    return {
        **_item(found),
        "parameters": json.loads(sealed.parameters_json) if shown else None,
        "released": released(sealed) if shown else None,
        "released_digest": sealed.released_digest,
        "tables": list(_tables(found)),
        "figures": list(_figures(found)),
        "verification": verification
        and {"verdict": verification.verdict, "at": verification.at, "explanation": verification.explanation},
        "package": whole(reverse("evidence:package", args=[sealed.digest])) if shown else None,
        "records": [record_link(record) for record in records],
    }
