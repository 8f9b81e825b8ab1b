"""The studio's pages about DOIs: all of them, and those of one publication."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pshub.people.permissions import ANYWHERE, may, require
from pshub.people.requests import actor_of
from pshub.publishing.publications.doi import actions
from pshub.publishing.publications.doi.models import DoiRecord
from pshub.publishing.publications.doi.problems import DoiProblem, advice
from pshub.publishing.publications.models import PublicationPage

ON_A_PAGE = 50


def _row(record: DoiRecord) -> dict[str, Any]:
    return {
        "record": record,
        "advice": advice(record.error_code),
        "settled": record.settled,
        "leads": record.state in {DoiRecord.State.REGISTERED, DoiRecord.State.FINDABLE},
    }


@require_safe
def all_dois(request: HttpRequest) -> HttpResponse:
    """List all DOIs, those with troubles first."""
    require(actor_of(request), "pages.edit", scope=ANYWHERE)
    records = DoiRecord.objects.select_related("page", "version").annotate(fine=Q(error_code=""))
    shown = Paginator(records.order_by("fine", F("requested_at").desc(), "pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"shown": shown, "rows": [_row(record) for record in shown], **_hub()}
    return TemplateResponse(request, "publications/studio/dois.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def dois_of_publication(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the DOIs of a publication; ask for them, or send one again."""
    page = get_object_or_404(PublicationPage, pk=page_id)
    by = actor_of(request)
    require(by, "pages.edit", scope=page.inquiry)
    records = page.dois.select_related("version")
    if request.method == "POST":
        if request.POST.get("send", "").isdecimal():
            actions.send_again(record=get_object_or_404(records, pk=request.POST["send"]), by=by)
            messages.success(request, _("It is being sent. Look again in a minute."))
        else:
            _request(request, page)
        return HttpResponseRedirect(reverse("studio_dois:publication", args=[page.pk]))
    context = {
        "page": page,
        "rows": [_row(record) for record in records],
        "may_publish": may(by, "pages.publish", scope=page.inquiry),
        "asked_for": any(record.version_id is None for record in records),
        **_hub(),
    }
    return TemplateResponse(request, "publications/studio/doi.html", context)


def _request(request: HttpRequest, page: PublicationPage) -> None:
    try:
        record = actions.request_doi(page=page, by=actor_of(request))
    except DoiProblem as problem:
        messages.error(request, str(problem))
        return
    messages.success(request, _("%(doi)s was asked for. Look again in a minute.") % {"doi": record.doi})


def _hub() -> dict[str, Any]:
    return {"dry_run": settings.DOI_DRY_RUN, "prefix": settings.DOI_PREFIX}
