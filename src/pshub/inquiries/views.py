"""Pages of inquiries and of the trail."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pshub.inquiries import kinds, provenance, querysets, sections
from pshub.inquiries.models import Inquiry, Record
from pshub.people.requests import actor_of

PAGE = 12
FILTERS = ("status", "partner", "place")


Crumbs = list[tuple[str | Promise, str]]


def _crumbs(inquiry: Inquiry | None = None) -> Crumbs:
    crumbs: Crumbs = [(_("Inquiries"), reverse("inquiries:list"))]
    return crumbs if inquiry is None else [*crumbs, (inquiry.title, inquiry.get_absolute_url())]


@require_safe
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """List inquiries, narrowed by status, partner and place where the address asks for it."""
    visible = querysets.visible_inquiries(actor_of(request))
    asked = {name: request.GET.get(name, "")[:200] for name in FILTERS}
    found = querysets.with_partners(querysets.filtered(visible, asked))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "inquiries/list.html",
        {
            "page": page,
            "asked": asked,
            "narrowed": any(asked.values()),
            "statuses": Inquiry.Status.choices,
            "places": querysets.places_of(visible),
            "partners": querysets.partners_of(visible),
        },
    )


@require_safe
def inquiry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell the story of an inquiry."""
    viewer = actor_of(request)
    inquiry = get_object_or_404(querysets.with_partners(querysets.visible_inquiries(viewer)), slug=slug)
    context: dict[str, Any] = {
        "inquiry": inquiry,
        "breadcrumbs": _crumbs(),
        "partnerships": list(inquiry.partnerships.all()),
        "chapters": sections.chapters(inquiry, viewer),
    }
    return render(request, "inquiries/detail.html", context)


def _visible_record(request: HttpRequest, key: uuid.UUID) -> Record:
    # A record that exists but may not be seen answers exactly as one that never was.
    visible = querysets.visible_records(actor_of(request)).select_related("inquiry")
    return get_object_or_404(visible, pk=key)


def _own_page(found: Record) -> str | None:
    try:
        return kinds.get(found.kind).address(found)
    except kinds.UnknownRecordKind:
        return None


@require_safe
def record(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Lead from a record's permanent address to the page that shows it, or to its trail where it has none."""
    found = _visible_record(request, key)
    return HttpResponseRedirect(_own_page(found) or reverse("inquiries:trail", args=[found.pk]))


@require_safe
def trail(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show where a record came from and what became of it."""
    found, viewer = _visible_record(request, key), actor_of(request)
    return render(
        request,
        "inquiries/trail.html",
        {
            "record": found,
            "breadcrumbs": _crumbs(found.inquiry),
            "own_page": _own_page(found),
            "kind": provenance.kind_in_words(found.kind),
            "upstream": provenance.legs(provenance.steps(found, "upstream", viewer)),
            "downstream": provenance.legs(provenance.steps(found, "downstream", viewer)),
        },
    )


@require_safe
def trail_json(request: HttpRequest, key: uuid.UUID) -> JsonResponse:
    """Give the trail of a record to programs."""
    found = _visible_record(request, key)
    base = request.build_absolute_uri("/").rstrip("/")
    document = provenance.as_prov(found, actor_of(request), base=base)
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
