"""Pages about one's own account, and the door of a demonstration."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pshub.people import actions, demo
from pshub.people.limits import limited
from pshub.people.models import User
from pshub.people.requests import actor_of, works_in_studio
from pshub.people.second_factor import DEMO_SESSION, has_second_factor


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show somebody's own account: who they are to the hub, and where to change things."""
    user = _signed_in(request)
    roles = [assignment.get_role_display() for assignment in user.role_assignments.order_by("role")]
    context = {
        "roles": roles,
        "second_factor": has_second_factor(user),
        "may_enter_studio": works_in_studio(user),
    }
    return render(request, "people/account.html", context)


@require_safe
@never_cache
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """Offer to take one's data out, or to have it erased."""
    return render(request, "people/my_data.html")


@require_POST
@login_required
@limited("export")
def download_my_data(request: HttpRequest) -> HttpResponse:
    """Answer with all that is held about somebody, as a JSON file."""
    taken = actions.export_my_data(user=_signed_in(request), by=actor_of(request))
    response = HttpResponse(json.dumps(taken, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_POST
@login_required
def erase_my_account(request: HttpRequest) -> HttpResponse:
    """Erase somebody's own account, once the address has been typed to confirm."""
    user = _signed_in(request)
    if request.POST.get("email", "").strip().lower() != user.email:
        messages.error(request, _("Nothing was erased: type your e-mail address exactly as it is shown."))
        return redirect("people:my-data")
    try:
        actions.erase_account(user=user, by=actor_of(request))
    except actions.PeopleError as refused:
        messages.error(request, _("Nothing was erased: %(reason)s.") % {"reason": refused})
        return redirect("people:my-data")
    logout(request)
    messages.success(request, _("Your account and what named you are erased."))
    return HttpResponseRedirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("sign-in")
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Let whoever started a demonstration in. Opening the page changes nothing: its button signs in."""
    if not settings.DEMO or not demo.from_this_machine(request):
        raise Http404
    token = str(request.POST.get("token") or request.GET.get("token") or "")
    try:
        if request.method == "POST":
            user = demo.use_token(token)
            login(request, user, backend="pshub.people.backends.RoleBackend")
            request.session[DEMO_SESSION] = True
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        role, _once = demo.read_token(token)
    except demo.DemoLinkError as refused:
        return render(request, "people/demo_sign_in.html", {"problem": str(refused)}, status=403)
    return render(request, "people/demo_sign_in.html", {"token": token, "role": role.label})
