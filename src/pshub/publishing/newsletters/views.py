"""The pages of subscribers. None of them changes anything when it is only looked at: mail scanners follow links.

None goes by a session: a signed link says whose wish it is, or a letter asks. So no form needs a token against forgery,
and the pages that hold the sign-up form need no cookie.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pshub.people.actors import Actor
from pshub.people.limits import allow, too_many
from pshub.publishing.newsletters.actions import subscribing
from pshub.publishing.newsletters.forms import AddressForm, PreferencesForm, SignUpForm
from pshub.publishing.newsletters.models import Subscriber
from pshub.publishing.newsletters.proof import proven
from pshub.publishing.newsletters.tokens import BadLink, LateLink, key_confirmed_in, key_in, token_of

View = Callable[..., HttpResponse]
_methods = require_http_methods(["GET", "HEAD", "POST"])


def by_link(view: View) -> View:
    """Let a view take GET, HEAD and POST, never from a cache."""
    return csrf_exempt(_methods(never_cache(view)))


def within_limits(request: HttpRequest, payload: str) -> HttpResponse | None:
    """Return the page that says to wait, or None: whoever did the proof of work may ask more often."""
    name = "subscribe" if proven(payload) else "subscribe-plain"
    return None if allow(request, name) else too_many(request, name)


@by_link
def sign_up(request: HttpRequest) -> HttpResponse:
    """Take somebody's address and ask it to confirm; the answer is the same whether or not it is known."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wait = within_limits(request, form.cleaned_data["altcha"])
        if wait is not None:
            return wait
        subscribing.subscribe(
            email=form.cleaned_data["email"],
            topics=form.cleaned_data.get("topics", ()),
            language=get_language() or "en-gb",
            by=Actor.visitor(),
        )
        return HttpResponseRedirect(reverse("newsletters:asked"))
    return render(request, "newsletters/sign_up.html", {"form": form}, status=200 if not form.errors else 422)


def asked(request: HttpRequest) -> HttpResponse:
    """Say to look into the mailbox."""
    return render(request, "newsletters/asked.html")


def bad_link(request: HttpRequest, problem: BadLink | LateLink) -> HttpResponse:
    """Say what to do about a link that does not work."""
    late = isinstance(problem, LateLink)
    return render(request, "newsletters/bad_link.html", {"late": late}, status=410 if late else 404)


@by_link
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the button to be pressed, and then put the reader on the list."""
    try:
        key = key_confirmed_in(token)
    except (BadLink, LateLink) as problem:
        return bad_link(request, problem)
    subscriber = Subscriber.objects.filter(pk=key).first()
    if request.method == "POST":
        subscriber = subscribing.confirm(key=key, by=Actor.visitor())
    if subscriber is None:
        return render(request, "newsletters/gone.html")
    context = {
        "subscriber": subscriber,
        "done": subscriber.state == Subscriber.State.SUBSCRIBED,
        "preferences": reverse("newsletters:preferences", args=[token_of(subscriber)]),
    }
    return render(request, "newsletters/confirm.html", context)


@by_link
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reader off the list when they press the button, or their mail program does it for them (RFC 8058)."""
    try:
        key = key_in(token)
    except BadLink as problem:
        return bad_link(request, problem)
    subscriber = Subscriber.objects.filter(pk=key).first()
    if request.method == "POST":
        subscriber = subscribing.unsubscribe(key=key, by=Actor.visitor())
    if subscriber is None:
        return render(request, "newsletters/gone.html")
    on_list = subscriber.state in {Subscriber.State.SUBSCRIBED, Subscriber.State.PENDING}
    context = {
        "subscriber": subscriber,
        "on_list": on_list,
        "just_now": request.method == "POST",
        "preferences": reverse("newsletters:preferences", args=[token]),
    }
    return render(request, "newsletters/unsubscribe.html", context)


@by_link
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is held about a reader, and let them change it, leave, or be forgotten."""
    try:
        key = key_in(token)
    except BadLink as problem:
        return bad_link(request, problem)
    subscriber = Subscriber.objects.filter(pk=key).first()
    if subscriber is None:
        return render(request, "newsletters/gone.html")
    by = Actor.visitor()
    if request.method == "POST" and "erase" in request.POST:
        subscribing.erase_own(key=key, by=by)
        return render(request, "newsletters/erased.html")
    form = PreferencesForm(request.POST if request.method == "POST" else None, subscriber=subscriber)
    saved = False
    if request.method == "POST" and form.is_valid():
        subscriber = subscribing.change_preferences(
            subscriber=subscriber,
            topics=form.cleaned_data.get("topics", ()),
            paused_until=form.paused_until(),
            by=by,
        )
        form, saved = PreferencesForm(subscriber=subscriber), True
    context = {"subscriber": subscriber, "form": form, "saved": saved, "token": token}
    return render(request, "newsletters/preferences.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Give a reader all that is held about them."""
    try:
        key = key_in(token)
    except BadLink as problem:
        return bad_link(request, problem)
    subscriber = Subscriber.objects.filter(pk=key).first()
    held = subscribing.held_about(subscriber.email) if subscriber is not None else {}
    response = JsonResponse(held, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="newsletter.json"'
    return response


@by_link
def own_link(request: HttpRequest) -> HttpResponse:
    """Send somebody the link to their preferences; the answer is the same whether or not they are known."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not allow(request, "subscribe-plain"):
            return too_many(request, "subscribe-plain")
        subscribing.send_own_link(email=form.cleaned_data["email"], by=Actor.visitor())
        return render(request, "newsletters/own_link_sent.html")
    return render(request, "newsletters/own_link.html", {"form": form}, status=422 if form.errors else 200)
