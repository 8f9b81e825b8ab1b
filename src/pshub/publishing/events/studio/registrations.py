"""Who registered for an event: looked through, decided on, added, taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pshub.people.requests import actor_of
from pshub.publishing.events import actions
from pshub.publishing.events.models import Arrangement, EventPage, NeedsNote, Registration
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.studio.events import managed_event, page_context
from pshub.publishing.events.studio.forms import AddForm

ON_A_PAGE = 100
DECISIONS = {"approve": actions.approve, "decline": actions.decline, "cancel": actions.cancel}


def address(event: EventPage) -> str:
    """Return the page of an event's registrations."""
    return reverse("event_studio:registrations", args=[event.pk])


def _narrowed(request: HttpRequest, event: EventPage) -> Any:
    rows = Registration.objects.filter(event=event).order_by("id")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in Registration.State.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(organisation__icontains=words))
    return rows


def _untold(event: EventPage) -> Arrangement | None:
    """Return the change that those who registered have not been told of."""
    last: Arrangement | None = Arrangement.objects.filter(event=event).first()
    if last is None or last.number == 0 or last.told_at is not None:
        return None
    return last if Registration.objects.filter(event=event, state__in=Registration.LIVE).exists() else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registrations(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show who registered, and decide on those that were ticked."""
    event = managed_event(request, event_id)
    if request.method == "POST":
        _decide(request, event)
        return HttpResponseRedirect(request.get_full_path())
    counts = dict(Registration.objects.filter(event=event).order_by().values_list("state").annotate(number=Count("pk")))
    context = page_context(event, _("Registrations")) | {
        "shown": Paginator(_narrowed(request, event), ON_A_PAGE).get_page(request.GET.get("p")),
        "states": [(value, label, counts.get(value, 0)) for value, label in Registration.State.choices],
        "total": sum(counts.values()),
        "asked": {"state": request.GET.get("state", ""), "q": request.GET.get("q", "")},
        "untold": _untold(event),
        "needs": NeedsNote.objects.filter(registration__event=event).count(),
        "held": sum(counts.get(state, 0) for state in Registration.SEATED),
    }
    return TemplateResponse(request, "events/studio/registrations.html", context)


def _decide(request: HttpRequest, event: EventPage) -> None:
    decision = DECISIONS.get(request.POST.get("decision", ""))
    keys = [key for key in request.POST.getlist("registration") if key.isdecimal()]
    rows = list(Registration.objects.filter(event=event, pk__in=keys).select_related("event__inquiry").order_by("id"))
    if decision is None or not rows:
        messages.error(request, _("Tick those whom you mean, then choose what to do."))
        return
    done = 0
    for row in rows:
        try:
            decision(registration=row, by=actor_of(request))
            done += 1
        except EventRefused as refused:
            messages.warning(request, str(refused))
    if done:
        messages.success(request, _("Done: %(count)d. They are told by e-mail.") % {"count": done})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, event_id: int) -> HttpResponse:
    """Enter somebody by hand."""
    event = managed_event(request, event_id)
    form = AddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_by_hand(event=event, by=actor_of(request), **form.cleaned_data)
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            said = {"name": row.name, "state": row.get_state_display()}
            messages.success(request, _("%(name)s is entered: %(state)s.") % said)
            return HttpResponseRedirect(address(event))
    context = page_context(event, _("Add somebody")) | {"form": form, "button": _("Add and tell them")}
    return TemplateResponse(request, "events/studio/form.html", context)


@never_cache
@require_safe
def needs(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show what those who come need, apart from all else."""
    event = managed_event(request, event_id)
    rows = NeedsNote.objects.filter(registration__event=event, registration__state__in=Registration.LIVE)
    context = page_context(event, _("Access and dietary needs")) | {
        "rows": rows.select_related("registration").order_by("registration__name")
    }
    return TemplateResponse(request, "events/studio/needs.html", context)


@require_POST
def names(request: HttpRequest, event_id: int) -> HttpResponse:
    """Hand out the names; by POST, since taking them is written down."""
    event = managed_event(request, event_id)
    content = actions.export_names(event=event, by=actor_of(request))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-registrations.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def tell(request: HttpRequest, event_id: int) -> HttpResponse:
    """Tell those registered of a change."""
    event = managed_event(request, event_id)
    told = actions.tell_those_registered(event=event, by=actor_of(request))
    if told is None:
        messages.info(request, _("There is nothing new to tell."))
    else:
        messages.success(request, _("Those who registered are being told, each once."))
    return HttpResponseRedirect(address(event))
