"""What the studio gets from evidence."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from pshub.evidence.choosers import finding_chooser
from pshub.evidence.studio import FindingViewSet


def viewsets() -> list[ViewSet]:
    """Return the pages for findings and the dialogue to choose one."""
    return [FindingViewSet("findings"), finding_chooser]


hooks.register("register_admin_viewset", viewsets)
