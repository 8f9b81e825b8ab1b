"""What is drafted, previewed, approved and scheduled as pages are, but is no page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin


class Drafted(
    WorkflowMixin,  # type: ignore[misc]
    DraftStateMixin,  # type: ignore[misc]
    LockableMixin,  # type: ignore[misc]
    RevisionMixin,  # type: ignore[misc]
    PreviewableMixin,  # type: ignore[misc]
    ClusterableModel,  # type: ignore[misc]
):
    """A post or a mention: going public and going away are actions, whichever way Wagtail asks for them."""

    class Meta:
        """No table of its own."""

        abstract = True

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish a revision; every way that Wagtail has of publishing comes by here."""
        # The actions need the models, so they can only be asked for once those are there.
        from pshub.publishing.news.actions import drafted

        drafted.publish_from_wagtail(
            revision=revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Take it off the public site; every way that Wagtail has comes by here."""
        from pshub.publishing.news.actions import drafted

        drafted.unpublish_from_wagtail(
            thing=self, user=user, set_expired=set_expired, commit=commit, log_action=log_action
        )

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Return what the preview shows."""
        return {"request": request, "object": self, "preview": True}
