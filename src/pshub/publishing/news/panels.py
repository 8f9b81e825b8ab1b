"""What the studio's form of a post tells of its way to other networks."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from pshub.publishing.news.models import Post
from pshub.publishing.news.networks.sender import WAYS


class DeliveriesPanel(Panel):  # type: ignore[misc]
    """How far a post is on its way to each network, and what is missing before it can set out."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The panel of one post."""

        template_name = "news/studio/deliveries_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the deliveries and what is not set up."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            post: Post = self.instance
            deliveries = list(post.deliveries.all()) if post.pk else []
            missing = [words for words in (way.missing() for way in WAYS.values()) if words]
            return context | {"deliveries": deliveries, "missing": missing}
