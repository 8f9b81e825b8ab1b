"""Badges and attendance sheets: asked for, waited for, downloaded."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pshub.people.requests import actor_of
from pshub.publishing.events import actions
from pshub.publishing.events.models import PrintedSheet, Registration
from pshub.publishing.events.studio.events import managed_event, page_context


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prints(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show the sheets that were made, and have further ones made."""
    event = managed_event(request, event_id)
    if request.method == "POST":
        layout = request.POST.get("layout", "")
        if layout in PrintedSheet.Layout.values:
            actions.ask_for_sheet(event=event, layout=layout, by=actor_of(request))
            messages.success(request, _("It is being made. It stands below as soon as it is ready."))
        else:
            messages.error(request, _("Choose what to print."))
        return HttpResponseRedirect(reverse("event_studio:prints", args=[event.pk]))
    sheets = list(event.printed_sheets.all()[:20])
    context = page_context(event, _("Badges and lists")) | {
        "layouts": PrintedSheet.Layout.choices,
        "sheets": sheets,
        "waiting": any(sheet.made_at is None for sheet in sheets),
        "seated": Registration.objects.filter(event=event, state=Registration.State.CONFIRMED).count(),
    }
    return TemplateResponse(request, "events/studio/prints.html", context)


@require_POST
def take_print(request: HttpRequest, event_id: int, key: uuid.UUID) -> HttpResponse:
    """Hand out a sheet; by POST, since taking names is written down."""
    event = managed_event(request, event_id)
    sheet = get_object_or_404(PrintedSheet.objects.select_related("event__inquiry"), pk=key, event=event)
    if not sheet.file:
        raise Http404
    response = HttpResponse(actions.read_sheet(sheet=sheet, by=actor_of(request)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-{sheet.layout}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
