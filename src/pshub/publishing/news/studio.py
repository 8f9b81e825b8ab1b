"""The studio's pages for posts and mentions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn

from pshub.inquiries.models import Record
from pshub.people.permissions import require
from pshub.people.requests import actor_of
from pshub.people.studio_snippets import DraftedViewSet
from pshub.publishing.news.actions import drafted, sending
from pshub.publishing.news.models import Mention, Post, PostDelivery
from pshub.publishing.news.panels import DeliveriesPanel

#: The kinds of record that others write about.
WRITTEN_ABOUT = ("publication", "event")


class PostViewSet(DraftedViewSet):
    """Short posts."""

    model = Post
    name = "posts"
    icon = "comment"
    menu_label = gettext_lazy("Posts")
    menu_name = "posts"
    menu_order = 215
    capability = "news.post"
    delete_action = staticmethod(drafted.delete_post)
    list_display: ClassVar[list[Any]] = ["__str__", "date", UpdatedAtColumn(), LiveStatusTagColumn()]
    list_filter: ClassVar[list[str]] = ["date", "topics"]
    search_fields: ClassVar[list[str]] = ["text"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("text"),
                    FieldPanel("link"),
                    MultiFieldPanel(
                        [FieldPanel("picture"), FieldPanel("picture_description")], heading=gettext_lazy("Picture")
                    ),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("author")]),
                    FieldPanel("topics"),
                    MultiFieldPanel(
                        [FieldPanel("to_mastodon"), FieldPanel("to_bluesky"), DeliveriesPanel()],
                        heading=gettext_lazy("Other networks"),
                    ),
                ],
                heading=gettext_lazy("Post"),
            ),
            ObjectList([PublishingPanel()], heading=gettext_lazy("When")),
        ]
    )


class MentionForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Where others wrote about the hub."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Statements are records too, by the thousand; papers write about what was published or took place.
        if "about" in self.fields:
            self.fields["about"].queryset = Record.objects.filter(kind__in=WRITTEN_ABOUT).order_by("title")


class MentionViewSet(DraftedViewSet):
    """Where others wrote about the hub."""

    model = Mention
    name = "mentions"
    icon = "openquote"
    menu_label = gettext_lazy("Mentions")
    menu_name = "mentions"
    menu_order = 216
    capability = "news.post"
    delete_action = staticmethod(drafted.delete_mention)
    list_display: ClassVar[list[Any]] = ["title", "outlet", "date", UpdatedAtColumn(), LiveStatusTagColumn()]
    list_filter: ClassVar[list[str]] = ["date", "topics"]
    search_fields: ClassVar[list[str]] = ["title", "outlet"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("outlet"), FieldPanel("date")]),
                    FieldPanel("url"),
                    FieldPanel("quote"),
                    FieldRowPanel([FieldPanel("about"), FieldPanel("inquiry")]),
                    FieldPanel("topics"),
                ],
                heading=gettext_lazy("Mention"),
            ),
            ObjectList(
                [
                    FieldPanel("archive_url"),
                    FieldPanel("archived_copy"),
                    FieldPanel("copy_for_everybody"),
                    FieldPanel("archived_at"),
                ],
                heading=gettext_lazy("Archived copy"),
            ),
            ObjectList([FieldPanel("invented"), PublishingPanel()], heading=gettext_lazy("Settings")),
        ],
        base_form_class=MentionForm,
    )


@require_POST
def send_again(request: HttpRequest, key: int) -> HttpResponse:
    """Send a post that did not arrive to its network once more."""
    actor = actor_of(request)
    require(actor, "news.post")
    delivery = get_object_or_404(PostDelivery, pk=key)
    try:
        sending.send_again(delivery=delivery, by=actor)
    except sending.DeliveryError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is on its way again."))
    return HttpResponseRedirect(reverse("wagtailsnippets_news_post:edit", args=[delivery.post_id]))
