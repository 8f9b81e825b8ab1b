"""The studio's pages for events themselves: publishing and unpublishing go through our actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.viewsets.pages import PageViewSet

from pshub.people.requests import actor_of
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage


class EventEditView(EditView):  # type: ignore[misc]
    """Edits an event."""

    page: EventPage

    def publish_action(self) -> HttpResponse:
        """Publish by the action, which Wagtail's own view would leave out."""
        self.page = self.form.save(commit=not self.page.live)
        self.subscription.save()
        revision = self.page.save_revision(
            user=self.request.user, log_action=True, previous_revision=self.previous_revision
        )
        answer: HttpResponse | None = self.run_hook("before_publish_page", self.request, self.page)
        if answer is not None:
            return answer
        actions.publish_from_wagtail(
            revision=revision,
            changed=self.has_content_changes,
            previous_revision=self.previous_revision,
            by=actor_of(self.request),
        )
        if self.has_content_changes and "comments" in self.form.formsets:
            changes = self.get_commenting_changes()
            self.log_commenting_changes(changes, revision)
            self.send_commenting_notifications(changes)
        # Its address may have changed.
        self.page = EventPage.objects.get(pk=self.page.pk)
        answer = self.run_hook("after_publish_page", self.request, self.page)
        if answer is not None:
            return answer
        live = self.page.live_revision_id == revision.pk
        words = _("“%(title)s” is published.") if live else _("“%(title)s” will be published at the time you set.")
        messages.success(self.request, words % {"title": self.page.title})
        return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[self.page.get_parent().pk]))


class EventUnpublishView(UnpublishView):  # type: ignore[misc]
    """Takes an event off the public site."""

    def unpublish(self) -> HttpResponse | None:
        """Unpublish by the action."""
        for page in self.objects_to_unpublish:
            actions.unpublish(page=page.specific, by=actor_of(self.request))
        return None


class EventCopyForm(CopyForm):  # type: ignore[misc]
    """Copies an event as a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A copy has no record of its own yet, so it cannot start out as public, nor stand in for another page.
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class EventCopyView(CopyView):  # type: ignore[misc]
    """Copies an event as a draft."""

    def get_form_class(self) -> type[CopyForm]:
        """Return the form without a choice to publish."""
        return EventCopyForm


class EventViewSet(PageViewSet):  # type: ignore[misc]
    """Events in the studio."""

    model = EventPage
    icon = "calendar-alt"
    edit_view_class = EventEditView
    unpublish_view_class = EventUnpublishView
    copy_view_class = EventCopyView
