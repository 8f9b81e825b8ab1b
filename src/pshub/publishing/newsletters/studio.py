"""The newsletter in the studio: its pages, and its subscribers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from pshub.people.studio import ActionViewSet
from pshub.publishing.newsletters.actions import subscribing
from pshub.publishing.newsletters.checks import IssueRefused
from pshub.publishing.newsletters.models import NewsletterIssuePage, Subscriber


class _Refusals:
    """Shows why an issue was not sent where Wagtail would show an error page."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a refusal with a message; what was written stays a draft."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except IssueRefused as refused:
            messages.error(request, str(refused))
            page = getattr(self, "page", None)
            if page is None or page.pk is None:
                return HttpResponseRedirect(reverse("newsletter_studio:overview"))
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return response


class IssueCreateView(_Refusals, CreateView):  # type: ignore[misc]
    """Makes an issue."""


class IssueEditView(_Refusals, EditView):  # type: ignore[misc]
    """Edits an issue."""


class IssueWorkflowActionView(_Refusals, WorkflowActionView):  # type: ignore[misc]
    """Moves an issue on in its workflow, which may publish and send it."""


class IssueViewSet(PageViewSet):  # type: ignore[misc]
    """Issues in the studio."""

    model = NewsletterIssuePage
    icon = "mail"
    add_view_class = IssueCreateView
    edit_view_class = IssueEditView
    workflow_action_view_class = IssueWorkflowActionView


class SubscriberViewSet(ActionViewSet):
    """Who gets the newsletter. Nobody is added here: people sign up, or agreed elsewhere and are imported."""

    model = Subscriber
    icon = "group"
    menu_label = _("Subscribers")
    add_to_admin_menu = False
    form_fields = ("email",)
    list_display = (
        "email",
        "state",
        DateColumn("confirmed_at", label=_("Confirmed")),
        DateColumn("left_at", label=_("Left")),
        "consent",
    )
    list_filter = ("state", "topics")
    list_export = ("email", "state", "consent", "confirmed_at", "left_at")
    search_fields = ("email",)
    capabilities: ClassVar[dict[str, str]] = {"view": "newsletters.send", "delete": "newsletters.send"}
    delete_action = staticmethod(subscribing.erase_subscriber)
