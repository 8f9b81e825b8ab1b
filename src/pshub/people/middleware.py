"""Who may enter the studio."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from pshub.people.models import User
from pshub.people.requests import works_in_studio
from pshub.people.second_factor import has_second_factor, passed_second_factor


class StudioSignInMiddleware:
    """Asks for a second factor before the studio opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or send whoever made it to what is still missing.

        Visitors are passed on: Wagtail sends them to the sign-in page itself.
        """
        studio = reverse("wagtailadmin_home")
        if not request.path.startswith(studio) or request.path == reverse("wagtailadmin_logout"):
            return self.get_response(request)
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        if not works_in_studio(user):
            messages.error(request, _("Your account has no role in the studio. Ask an administrator for one."))
            return HttpResponseRedirect(reverse("people:account"))
        if passed_second_factor(request, user):
            return self.get_response(request)
        if has_second_factor(user):
            messages.info(request, _("Enter the code of your authenticator app to open the studio."))
            page = reverse("mfa_reauthenticate")
        else:
            messages.info(
                request,
                _("The studio needs a second step when you sign in. Set one up here first."),
            )
            page = reverse("mfa_activate_totp")
        return HttpResponseRedirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
