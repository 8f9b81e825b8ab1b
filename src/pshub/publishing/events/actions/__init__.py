"""What can be done to events and to those who come. Nothing else writes to their tables."""

from pshub.publishing.events.actions.publishing import (
    publish,
    publish_from_wagtail,
    unpublish,
    unpublish_from_wagtail,
)

__all__ = ["publish", "publish_from_wagtail", "unpublish", "unpublish_from_wagtail"]
