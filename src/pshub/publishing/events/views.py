"""Registering for an event, and coming back to one's registration by its link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pshub.people.limits import limited
from pshub.people.requests import actor_of
from pshub.publishing.events import actions, attached_calendars
from pshub.publishing.events.links import invitation_of, link_is_over, registration_of, registration_token
from pshub.publishing.events.models import Arrangement, EventPage, Invitation, Registration
from pshub.publishing.events.opening import Standing, reason, standing
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.reading import clock_in_words, in_words, moment_in_words, where_in_words
from pshub.publishing.events.registration_forms import InvitedForm, RegistrationForm
from pshub.publishing.events.seats import place_in_line

State = Registration.State
GONE = 410
#: Where the list of events stands: a page of the studio's, so the URLconf has no name for it.
LIST = "/events/"


def _private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep a page that a secret link leads to out of search engines, and its address out of other sites' logs."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _event(request: HttpRequest, slug: str) -> EventPage:
    """Return the event at an address, published or not; one that was never published is not there."""
    event: EventPage | None = EventPage.objects.filter(slug=slug, record__isnull=False).first()
    if event is None:
        raise Http404
    if not all(restriction.accept_request(request) for restriction in event.get_view_restrictions()):
        raise Http404
    return event


def _refused(request: HttpRequest, message: str, *, event: EventPage | None = None, status: int = 409) -> HttpResponse:
    context = {"message": message, "event": event if event is not None and event.live else None, "list_url": LIST}
    return render(request, "events/refused.html", context, status=status)


@limited("register")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Register whoever sent the form. The answer is the same whether or not their address was known already."""
    event = _event(request, slug)
    if request.method != "POST":
        return HttpResponseRedirect(f"{event.get_url(request) or LIST}#register")
    form = RegistrationForm(request.POST, ask_needs=event.ask_needs, needs_days=settings.EVENT_NEEDS_DAYS)
    stands = standing(event, now=timezone.now())
    if stands is not Standing.OPEN:
        return _refused(request, reason(event, stands), event=event)
    if not form.is_valid():
        context = event.get_context(request) | {"form": form}
        return render(request, event.template, context, status=422)
    try:
        actions.register(event=event, by=actor_of(request), **form.answers())
    except EventRefused as refused:
        return _refused(request, str(refused), event=event)
    return HttpResponseRedirect(reverse("events:registered", args=[event.slug]), status=303)


@never_cache
@require_safe
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens after the form was sent, in words that hold for everybody who sent it."""
    event = _event(request, slug)
    return render(request, "events/registered.html", {"event": event, "breadcrumbs": _crumbs(event)})


def _crumbs(event: EventPage) -> list[tuple[str, str]]:
    return [(_("Events"), LIST), *([(event.title, event.url)] if event.live else [])]


@never_cache
@limited("register")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let somebody who was invited register, once."""
    invited = invitation_of(token)
    if invited is None:
        message = _("This is not an invitation of ours, or a newer one has taken its place. Look for the last one.")
        return _private(_refused(request, message, status=404))
    event = invited.event
    problem = _invitation_problem(invited)
    if problem:
        return _private(_refused(request, problem, event=event, status=GONE))
    form = InvitedForm(
        request.POST if request.method == "POST" else None,
        initial={"name": invited.name},
        ask_needs=event.ask_needs,
        needs_days=settings.EVENT_NEEDS_DAYS,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(
                event=event, email=invited.email, invitation=invited, by=actor_of(request), **form.answers()
            )
        except EventRefused as refused:
            return _private(_refused(request, str(refused), event=event))
        address = reverse("events:registration", args=[registration_token(made)])
        return _private(HttpResponseRedirect(address, status=303))
    context = _about(event) | {"form": form, "invitation": invited, "breadcrumbs": _crumbs(event)}
    return _private(render(request, "events/invited.html", context, status=422 if form.errors else 200))


def _invitation_problem(invited: Invitation) -> str:
    event = invited.event
    if invited.used_at is not None:
        return _("This invitation has been used. It works once. The letter that came then leads to your registration.")
    if invited.expires_at <= timezone.now():
        when = moment_in_words(invited.expires_at, event)
        return _("This invitation ran out (%(when)s). Ask us for a new one.") % {"when": when}
    stands = standing(event, now=timezone.now(), invited=True)
    return "" if stands is Standing.OPEN else reason(event, stands)


def _about(event: EventPage) -> dict[str, Any]:
    return {
        "event": event,
        "when": in_words(event),
        "clock": clock_in_words(event),
        "where": where_in_words(event),
    }


@never_cache
@limited("register")
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show somebody their registration; change it only when they press a button."""
    row = registration_of(token)
    if row is None:
        message = _("This link does not lead to a registration. Copy it whole from the letter that we sent you.")
        return _private(_refused(request, message, status=404))
    if link_is_over(row.event):
        message = _("The event was some time ago, so this link leads nowhere any more.")
        return _private(_refused(request, message, event=row.event, status=GONE))
    if request.method == "POST":
        _act(request, row, request.POST.get("action", ""))
        return _private(HttpResponseRedirect(request.path, status=303))
    context = _about(row.event) | {
        "registration": row,
        "token": token,
        "breadcrumbs": _crumbs(row.event),
        "confirmed": row.state == State.CONFIRMED,
        "offered": row.state == State.OFFERED,
        "waiting": row.state == State.WAITING,
        "live": row.state in Registration.LIVE,
        "line": place_in_line(row) if row.state == State.WAITING else 0,
        "place": attached_calendars.private_place(row.event),
        "offer_ends": moment_in_words(row.offer_ends_at, row.event) if row.offer_ends_at else "",
        "over": row.event.is_over,
    }
    return _private(render(request, "events/registration.html", context))


def _act(request: HttpRequest, row: Registration, action: str) -> None:
    by = actor_of(request)
    try:
        if action == "take-up":
            actions.take_up(registration=row, by=by)
            messages.success(request, _("The seat is yours. We have written to you."))
        elif action == "cancel":
            actions.withdraw(registration=row, by=by)
            messages.success(request, _("Your registration is cancelled. We have written to you."))
    except EventRefused as refused:
        messages.error(request, str(refused))


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give somebody who comes the event for their calendar."""
    row = registration_of(token)
    if row is None or row.state != State.CONFIRMED or link_is_over(row.event):
        raise Http404
    last = Arrangement.objects.filter(event=row.event).first()
    content = attached_calendars.calendar_file(row.event, sequence=last.number if last else 0)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.event.slug}.ics"'
    return _private(response)
