"""What releases add to the studio."""

from __future__ import annotations

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from pshub.publishing.releases.studio import BundleViewSet


@hooks.register("register_admin_viewset")
def bundles() -> ViewSet:
    """Return the pages of bundles."""
    return BundleViewSet("bundles")
