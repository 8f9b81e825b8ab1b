"""The list of news, and news pages with their authors."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, Revision
from wagtail.search import index

from pshub.inquiries.models import Inquiry
from pshub.people.models import Profile

#: What the words of a news page may hold. Each picture asks for the words that are read out in its place.
BODY_FEATURES = [
    "h2",
    "h3",
    "bold",
    "italic",
    "ol",
    "ul",
    "blockquote",
    "link",
    "document-link",
    "image",
]


class NewsIndexPage(Page):  # type: ignore[misc]
    """The list of news."""

    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("introduction")]
    template = "news/index.html"

    class Meta:
        """In words."""

        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the news that the reader asked for, and the newest posts."""
        from pshub.publishing.news.listing import listing

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | listing(self, request)


class NewsPage(Page):  # type: ignore[misc]
    """Something that happened."""

    date = models.DateField(_("date"), default=timezone.localdate)
    summary = models.TextField(_("summary"), max_length=500, help_text=_("Lists, search and newsletters show it."))
    body = RichTextField(_("text"), features=BODY_FEATURES)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_description = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Read out to people who cannot see it. Leave empty where the picture is only decoration."),
    )
    picture_caption = models.CharField(_("caption, or whose picture it is"), max_length=300, blank=True)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("inquiry")
    )
    topics = ParentalManyToManyField("inquiries.Topic", blank=True, related_name="+", verbose_name=_("topics"))

    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/news.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("inquiry")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("picture_description"), FieldPanel("picture_caption")],
            heading=_("Picture"),
        ),
        FieldPanel("body"),
        InlinePanel("authors", heading=_("Authors"), label=_("author")),
        FieldPanel("topics"),
    ]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        """In words."""

        verbose_name = _("news item")

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
        from pshub.publishing.news.actions import pages

        pages.publish_from_wagtail(
            revision=revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """Take it off the public site; every way that Wagtail has, deleting included, comes by here."""
        from pshub.publishing.news.actions import pages

        pages.unpublish_from_wagtail(
            page=self, user=user, set_expired=set_expired, commit=commit, log_action=log_action
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows around its words."""
        from pshub.publishing.news.reading import reading

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading(self, preview=bool(getattr(request, "is_preview", False)))


class NewsAuthor(Orderable):  # type: ignore[misc]
    """Somebody who wrote a news item. Erasing the profile erases the name everywhere, drafts included."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="authors")
    profile = models.ForeignKey(
        Profile, on_delete=models.CASCADE, related_name="news_written", verbose_name=_("profile")
    )
    objects: ClassVar[models.Manager[NewsAuthor]] = models.Manager()

    panels: ClassVar[list[Any]] = [FieldPanel("profile")]

    class Meta(Orderable.Meta):  # type: ignore[misc]
        """In the order given."""

    def __str__(self) -> str:
        """Name."""
        return str(self.profile)
