"""The door of an event on a phone: a list, a ticket's page, one button each. Works without scripts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pshub.people.permissions import ANYWHERE, may, require
from pshub.people.requests import actor_of
from pshub.publishing.events import actions, checkin
from pshub.publishing.events.links import link_is_over, registration_of
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.reading import in_words, where_in_words
from pshub.publishing.events.tickets import registration_of_ticket, ticket_picture

CAPABILITY = "events.check_in"
#: Which event a phone stands at the door of.
AT_THE_DOOR = "events_door"
View = Callable[..., HttpResponseBase]


class WalkInForm(forms.Form):
    """Somebody who came without registering."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Enter a name.")}
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)


def for_the_door(view: View) -> View:
    """Let in whoever may check people in somewhere; lead others to the sign-in, or refuse."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = actor_of(request)
        if by.kind == "visitor":
            return redirect_to_login(request.get_full_path())
        require(by, CAPABILITY, scope=ANYWHERE)
        return view(request, *args, **kwargs)

    return guarded


def _event(request: HttpRequest, slug: str) -> EventPage:
    found = EventPage.objects.filter(slug=slug, record__isnull=False).select_related("inquiry")
    event: EventPage = get_object_or_404(found[:1])
    require(actor_of(request), CAPABILITY, scope=event.inquiry)
    return event


def _person(request: HttpRequest, slug: str, key: int) -> tuple[EventPage, Registration]:
    event = _event(request, slug)
    row: Registration = get_object_or_404(Registration, pk=key, event=event)
    row.event = event
    return event, row


def _about(event: EventPage) -> dict[str, Any]:
    return {"event": event, "when": in_words(event), "where": where_in_words(event)}


@for_the_door
@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """List who is expected; narrowed by name while somebody types, where scripts run."""
    event = _event(request, slug)
    request.session[AT_THE_DOOR] = event.pk
    asked = request.GET.get("q", "").strip()[:100]
    context = _about(event) | {
        "door": checkin.door(event, asked=asked),
        "asked": asked,
        "form": WalkInForm(initial={"key": uuid.uuid4()}),
    }
    live = bool(getattr(request, "htmx", False)) and request.headers.get("HX-Target", "").endswith("people")
    return render(request, "events/checkin/people.html" if live else "events/checkin/door.html", context)


def _back(request: HttpRequest, event: EventPage) -> HttpResponseBase:
    address = reverse("event_door:door", args=[event.slug])
    asked = request.POST.get("q", "").strip()[:100]
    return HttpResponseRedirect(f"{address}?{urlencode({'q': asked})}" if asked else address, status=303)


@for_the_door
@require_POST
def act(request: HttpRequest, slug: str, key: int) -> HttpResponseBase:
    """Note that somebody is here, or take it back."""
    event, row = _person(request, slug, key)
    by, done = actor_of(request), request.POST.get("action", "")
    said = {
        "here": (actions.check_in, _("%(name)s is here.")),
        "let-in": (actions.let_in, _("%(name)s has a seat and is here.")),
        "undo": (actions.undo_check_in, _("%(name)s is marked as not here.")),
    }
    if done not in said:
        raise Http404
    action, words = said[done]
    try:
        action(registration=row, by=by)
    except EventRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words % {"name": row.name})
    return _back(request, event)


@for_the_door
@require_POST
def walk_in(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Enter somebody who came without registering."""
    event = _event(request, slug)
    form = WalkInForm(request.POST)
    if not form.is_valid():
        context = _about(event) | {"door": checkin.door(event), "asked": "", "form": form}
        return render(request, "events/checkin/door.html", context, status=422)
    try:
        row = actions.add_walk_in(event=event, by=actor_of(request), **form.cleaned_data)
    except EventRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(name)s has been added and is here.") % {"name": row.name})
    return _back(request, event)


@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show whoever works at the door whose ticket it is, with one button; to others, what to do with it."""
    row = registration_of_ticket(token)
    by = actor_of(request)
    if row is None:
        return _private(render(request, "events/checkin/no_ticket.html", status=404))
    context = _about(row.event) | {"registration": row}
    if not may(by, CAPABILITY, scope=row.event.inquiry):
        sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}" if by.kind == "visitor" else ""
        return _private(render(request, "events/checkin/show_ticket.html", context | {"sign_in": sign_in}))
    door_of = request.session.get(AT_THE_DOOR)
    at = row.checked_in_at
    context |= {
        # A phone that stands at another door is told so, large, and has no button.
        "elsewhere": door_of is not None and door_of != row.event_id,
        "seated": row.state == Registration.State.CONFIRMED,
        "waiting": row.state in Registration.LIVE,
        "since": formats.time_format(at.astimezone(row.event.zone), "P") if at else "",
        "since_day": formats.date_format(at.astimezone(row.event.zone), "j F") if at else "",
    }
    return _private(render(request, "events/checkin/ticket.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(token: str) -> Registration:
    row = registration_of(token)
    if row is None or row.state != Registration.State.CONFIRMED or link_is_over(row.event):
        raise Http404
    return row


@never_cache
@require_safe
def own_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show somebody their ticket, to be printed or shown on a phone."""
    row = _own(token)
    address = reverse("event_door:own-picture", args=[token])
    return _private(
        render(request, "events/checkin/own.html", _about(row.event) | {"registration": row, "picture": address})
    )


@never_cache
@require_safe
def own_picture(request: HttpRequest, token: str) -> HttpResponse:
    """Give the code of somebody's ticket as a picture."""
    return _private(HttpResponse(ticket_picture(_own(token)), content_type="image/svg+xml"))
