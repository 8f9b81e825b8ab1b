"""Inviting people to an event, and who was invited."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from pshub.people.requests import actor_of
from pshub.publishing.events import actions
from pshub.publishing.events.models import Invitation
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.studio.events import managed_event, page_context
from pshub.publishing.events.studio.forms import InviteForm

ON_A_PAGE = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show who was invited, and invite more people."""
    event = managed_event(request, event_id)
    form = InviteForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            sent = actions.invite(event=event, by=actor_of(request), **form.cleaned_data)
        except EventRefused as refused:
            form.add_error(None, str(refused))
        else:
            left_out = len(form.cleaned_data["people"]) - len(sent)
            messages.success(request, _("Invited: %(count)d.") % {"count": len(sent)})
            if left_out:
                messages.info(request, _("Registered already, so not invited: %(count)d.") % {"count": left_out})
            return HttpResponseRedirect(request.path)
    context = page_context(event, _("Invitations")) | {
        "form": form,
        "shown": Paginator(Invitation.objects.filter(event=event), ON_A_PAGE).get_page(request.GET.get("p")),
        "now": timezone.now(),
    }
    return TemplateResponse(request, "events/studio/invitations.html", context)


@require_POST
def withdraw(request: HttpRequest, event_id: int, invitation_id: int) -> HttpResponse:
    """End an invitation that was not used."""
    event = managed_event(request, event_id)
    row = get_object_or_404(Invitation.objects.select_related("event__inquiry"), pk=invitation_id, event=event)
    actions.withdraw_invitation(invitation=row, by=actor_of(request))
    messages.success(request, _("The link of %(who)s has ended.") % {"who": row})
    return HttpResponseRedirect(reverse("event_studio:invitations", args=[event.pk]))
