"""What the inquiries area adds to the studio."""

from __future__ import annotations

from wagtail import hooks

from pshub.inquiries.studio import InquiriesGroup


@hooks.register("register_admin_viewset")
def inquiries_group() -> InquiriesGroup:
    """Return the pages for places, inquiries and partners."""
    return InquiriesGroup()
