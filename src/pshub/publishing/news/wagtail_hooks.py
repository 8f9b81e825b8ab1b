"""What news add to the studio."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pshub.publishing.news.studio import MentionViewSet, PostViewSet, send_again

register_snippet(PostViewSet)
register_snippet(MentionViewSet)


@hooks.register("register_admin_urls")
def delivery_urls() -> list[URLPattern | URLResolver]:
    """Return the address that sends a post once more."""
    routes = [path("<int:key>/send-again/", send_again, name="send_again")]
    return [path("post-deliveries/", include((routes, "studio_deliveries")))]
