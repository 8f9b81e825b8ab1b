"""Picking a number in the studio: find a finding, choose a cell, take the token that binds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow

from pshub.evidence.cells import CellValue, cells_of
from pshub.evidence.models import Finding
from pshub.evidence.querysets import public_findings
from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.publishing.publications.cited import CitedFinding, CitedFindings
from pshub.publishing.publications.numbers import FORMATS, CellReference
from pshub.publishing.publications.problems import NumberProblem
from pshub.publishing.publications.wording import say

MOST = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of saying a cell: the style, what it says, and the token for it."""

    style: str
    text: str
    token: str


def choices(finding: CitedFinding, cell: CellValue) -> list[Choice]:
    """Return the ways in which a cell can be said."""
    found = []
    for style in ("", *FORMATS):
        reference = CellReference(finding.digest, cell.address, style)
        try:
            found.append(Choice(style, say(cell, style), reference.token))
        except NumberProblem:
            continue
    return found


def _tables(finding: CitedFinding) -> list[dict[str, Any]]:
    tables = []
    for table in finding.shown.tables:
        rows: dict[str, list[CellValue]] = {}
        for cell in cells_of(table):
            rows.setdefault(cell.row, []).append(cell)
        tables.append({"table": table, "columns": table.columns, "rows": list(rows.items())})
    return tables


def _context(request: HttpRequest) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "finding", "cell", "format")}
    context: dict[str, Any] = {"asked": asked, "header_icon": "table"}
    context["page_title"] = context["header_title"] = _("Bind a number to a finding")
    if asked["finding"]:
        found = get_object_or_404(Finding, digest=asked["finding"])
        finding = CitedFindings([found.digest]).get(found.digest)
        context |= {"finding": finding, "tables": _tables(finding)}
        if asked["cell"]:
            try:
                cell = finding.cell(CellReference(finding.digest, asked["cell"]))
                context |= {"cell": cell, "choices": choices(finding, cell)}
            except NumberProblem as problem:
                context["problem"] = str(problem)
        return context
    rows: QuerySet[Any] = public_findings()
    rows = rows.filter(is_withdrawn=False)
    for word in asked["q"].split():
        rows = rows.filter(Q(title__icontains=word) | Q(digest__startswith=word.lower()))
    context["findings"] = rows.order_by("-sealed_at")[:MOST]
    return context


@require_safe
def number_picker(request: HttpRequest) -> HttpResponse:
    """Show findings, a finding's tables, or the ways to say a cell."""
    require(actor_of(request), "studio.enter")
    return TemplateResponse(request, "publications/studio/number_picker.html", _context(request))


@require_safe
def number_chooser(request: HttpRequest) -> HttpResponse:
    """Do the same in the window that the editor's button opens."""
    require(actor_of(request), "studio.enter")
    response: HttpResponse = render_modal_workflow(
        request,
        "publications/studio/number_modal.html",
        None,
        _context(request) | {"modal": True},
        json_data={"step": "choose"},
    )
    return response
