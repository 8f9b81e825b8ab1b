"""Pages and downloads under ``/evidence/``."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pshub.evidence import actions
from pshub.evidence.embedding import EmbeddedFinding, embedded
from pshub.evidence.models import Finding
from pshub.evidence.packaging import explanation_context, package_bytes, package_name
from pshub.evidence.pictures import picture_response
from pshub.evidence.querysets import newest_verification, public_citations, public_findings, recompute_queued, released
from pshub.evidence.tables import table_csv
from pshub.methods.canonical import canonical_json
from pshub.people.limits import limited
from pshub.people.permissions import may
from pshub.people.requests import actor_of

PAGE_LENGTH = 25


def _visible(request: HttpRequest, digest: str) -> EmbeddedFinding:
    """Return a finding that the reader may know of, whatever its state."""
    found = embedded([digest]).get(digest)
    if found is None or not (found.finding.public or may(actor_of(request), "evidence.restricted")):
        raise Http404(_("There is no finding with this address."))
    return found


def _shown(request: HttpRequest, digest: str) -> EmbeddedFinding:
    """Return a finding whose content may be shown: one that was withdrawn gives none of it away."""
    found = _visible(request, digest)
    if found.standing.hidden or found.kind is None:
        raise Http404(_("The content of this finding is not shown any more."))
    return found


def _download(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    # A withdrawn finding must disappear at once.
    patch_cache_control(response, public=True, no_cache=True)
    return response


@require_safe
def finding_list(request: HttpRequest) -> HttpResponse:
    """List the public findings, newest first."""
    page = Paginator(public_findings(), PAGE_LENGTH).get_page(request.GET.get("page"))
    found = embedded(finding.digest for finding in page.object_list)
    entries = [found[finding.digest] for finding in page.object_list]
    return render(request, "evidence/list.html", {"page": page, "entries": entries})


def _verdict_context(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding,
        "verification": newest_verification(finding),
        "queued": recompute_queued(finding),
    }


@require_safe
def finding_detail(request: HttpRequest, digest: str) -> HttpResponse:
    """Show a finding with all that is needed to judge and recheck it."""
    found = _visible(request, digest)
    finding = found.finding
    context: dict[str, Any] = {
        "entry": found,
        "standing": found.standing,
        "citations": list(public_citations(finding)),
        **_verdict_context(finding),
    }
    if not found.standing.hidden and found.kind is not None:
        figures = [found.shown_figure(figure.name) for figure in found.figures]
        drawn_tables = {figure.table for figure in figures if figure}
        context |= {
            "blocks": [(figure, found.shown_table(figure.table)) for figure in figures if figure],
            "tables": [found.shown_table(table.name) for table in found.tables if table.name not in drawn_tables],
            "summary": found.kind.summary(released(finding)),
            **explanation_context(finding, found.kind),
            "parameter_rows": sorted(json.loads(finding.parameters_json).items()),
            "constant_rows": sorted(json.loads(finding.method_json)["constants"].items()),
        }
    return render(request, "evidence/detail.html", context)


@require_safe
def verdict(request: HttpRequest, digest: str) -> HttpResponse:
    """Show the newest verdict alone, for the page to put in place while a recomputation is queued."""
    found = _visible(request, digest)
    if not request.headers.get("HX-Request"):
        return redirect("evidence:detail", digest=digest)
    response = render(request, "evidence/verdict.html", _verdict_context(found.finding))
    patch_cache_control(response, no_store=True)
    return response


@require_POST
@limited("recompute")
def recompute(request: HttpRequest, digest: str) -> HttpResponse:
    """Queue a recomputation."""
    found = _shown(request, digest)
    actions.request_recompute(finding=found.finding, by=actor_of(request))
    if request.headers.get("HX-Request"):
        return render(request, "evidence/verdict.html", _verdict_context(found.finding))
    messages.info(request, _("The finding is queued to be computed again. The verdict appears on this page."))
    return redirect(f"{found.finding.get_absolute_url()}#verdict")


@require_safe
def table(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """Download a public table as CSV."""
    found = _shown(request, digest)
    chosen = next((table for table in found.tables if table.name == name), None)
    if chosen is None:
        raise Http404(_("This finding has no such table."))
    return _download(table_csv(chosen), "text/csv; charset=utf-8", f"{digest[:12]}-{name}.csv")


@require_safe
def data(request: HttpRequest, digest: str) -> JsonResponse:
    """Return the public result with everything its address covers."""
    found = _shown(request, digest)
    finding = found.finding
    response = JsonResponse(
        {
            "digest": finding.digest,
            "title": finding.title,
            "kind": finding.kind,
            "method": json.loads(finding.method_json),
            "parameters": json.loads(finding.parameters_json),
            "snapshot_digest": finding.snapshot.digest,
            "released_digest": finding.released_digest,
            "commitment": finding.commitment,
            "sealed_at": finding.sealed_at.isoformat(),
            "state": found.standing.state,
            "successor": found.standing.successor_digest,
            "released": released(finding),
        },
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, no_cache=True)
    return response


@require_safe
def figure(request: HttpRequest, digest: str, name: str, picture_format: str) -> HttpResponse:
    """Return a figure as a picture, or its Vega-Lite specification."""
    found = _shown(request, digest)
    chosen = next((figure for figure in found.figures if figure.name == name), None)
    if chosen is None:
        raise Http404(_("This finding has no such figure."))
    if picture_format == "json":
        return _download(canonical_json(chosen.vega_lite), "application/json", f"{digest[:12]}-{name}.vl.json")
    picture = found.finding.figure_files.filter(name=name, format=picture_format).first()
    if picture is None:
        raise Http404(_("This figure has not been drawn yet: look at its table."))
    return picture_response(request, bytes(picture.data), picture_format)


@require_safe
def package(request: HttpRequest, digest: str) -> HttpResponse:
    """Download everything public about a finding as one ZIP that can be verified without this hub."""
    found = _shown(request, digest)
    return _download(package_bytes(found.finding), "application/zip", package_name(found.finding))
