"""The home page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from pshub.publishing.publications.fields import BodyField
from pshub.site.blocks import HomeBody


class HomePage(Page):  # type: ignore[misc]
    """The first page of the site: who the hub is, and what goes on."""

    kicker = models.CharField(_("line above the heading"), max_length=120, blank=True)
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    action_text = models.CharField(_("words on the button"), max_length=60, blank=True)
    action_url = models.CharField(
        _("where the button leads"),
        max_length=300,
        blank=True,
        help_text=_("An address on this site, such as /inquiries/, or a whole one."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Beside the heading. Without one the hub's own drawing stands there."),
    )
    picture_description = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    body = BodyField(HomeBody(), blank=True, verbose_name=_("body"))

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    template = "site/pages/home_page.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("kicker"), FieldPanel("heading"), FieldPanel("introduction")], heading=_("At the top")
        ),
        MultiFieldPanel([FieldPanel("action_text"), FieldPanel("action_url")], heading=_("Button")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_description")], heading=_("Picture")),
        FieldPanel("body"),
    ]

    class Meta:
        """In words."""

        verbose_name = _("home page")
