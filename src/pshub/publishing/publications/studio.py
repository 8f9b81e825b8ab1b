"""The studio's pages for publications: publishing goes by way of a check of what the page shows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet

from pshub.people.requests import actor_of
from pshub.publishing.publications import actions
from pshub.publishing.publications.models import PublicationPage
from pshub.publishing.publications.problems import PublishRefused


def check_address(page_id: int) -> str:
    """Return where a draft is checked and published."""
    return reverse("publication_studio:check", args=[page_id])


class PublicationCreateView(CreateView):  # type: ignore[misc]
    """Makes a draft; publishing it starts with the check."""

    def publish_action(self) -> HttpResponse:
        """Keep the draft and go on to its check."""
        self.page = self.form.save(commit=False)
        self.page.live = False
        self.parent_page.add_child(instance=self.page)
        self.set_default_privacy_setting()
        self.page.save_revision(user=self.request.user, log_action=True)
        self.subscription.page = self.page
        self.subscription.save()
        return HttpResponseRedirect(check_address(self.page.pk))


class _Refusals:
    """Shows why a page was not published where Wagtail would show an error page."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a refusal with the check of the page, which says what is wrong."""
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except PublishRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(check_address(kwargs.get("page_id") or args[0]))
        return response


class PublicationEditView(_Refusals, EditView):  # type: ignore[misc]
    """Edits a draft; publishing it starts with the check."""

    page: PublicationPage

    def publish_action(self) -> HttpResponse:
        """Keep the draft and go on to its check."""
        self.page = self.form.save(commit=not self.page.live)
        self.subscription.save()
        revision = self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=self.previous_revision
        )
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)
        return HttpResponseRedirect(check_address(self.page.pk))


class PublicationWorkflowActionView(_Refusals, WorkflowActionView):  # type: ignore[misc]
    """Moves a draft on in its workflow, which may publish it."""


class PublicationUnpublishView(UnpublishView):  # type: ignore[misc]
    """Takes a publication off the public site."""

    def unpublish(self) -> HttpResponse | None:
        """Unpublish through the action."""
        for page in self.objects_to_unpublish:
            actions.unpublish(page=page.specific, by=actor_of(self.request))
        return None


class PublicationCopyForm(CopyForm):  # type: ignore[misc]
    """Copies a publication as a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A copy has no version of record, so it cannot start out as public, nor stand in for another page.
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class PublicationCopyView(CopyView):  # type: ignore[misc]
    """Copies a publication as a draft."""

    def get_form_class(self) -> type[CopyForm]:
        """Return the form without a choice to publish."""
        return PublicationCopyForm


class PublicationViewSet(PageViewSet):  # type: ignore[misc]
    """Publications in the studio."""

    model = PublicationPage
    icon = "doc-full"
    add_view_class = PublicationCreateView
    edit_view_class = PublicationEditView
    workflow_action_view_class = PublicationWorkflowActionView
    unpublish_view_class = PublicationUnpublishView
    copy_view_class = PublicationCopyView
