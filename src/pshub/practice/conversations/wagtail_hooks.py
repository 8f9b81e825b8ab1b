"""What the studio gets from conversations."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from pshub.people.permissions import ANYWHERE, may
from pshub.people.requests import actor_of
from pshub.practice.conversations.studio.moderation import ModerationView
from pshub.practice.conversations.studio.viewsets import ConversationViewSet, StatementViewSet


class ModerationMenuItem(MenuItem):  # type: ignore[misc]
    """The way to the moderation queue, for those who may moderate."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this reader moderates."""
        return may(actor_of(request), "conversations.moderate", scope=ANYWHERE)


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """Return the pages for conversations and statements."""
    return [ConversationViewSet("conversations"), StatementViewSet("statements")]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Return the address of the moderation queue."""
    return [path("moderation/", ModerationView.as_view(), name="conversations_moderation")]


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    """Return the menu entry of the moderation queue."""
    return ModerationMenuItem(
        _("To be read"), reverse("conversations_moderation"), name="moderation", icon_name="openquote", order=122
    )
