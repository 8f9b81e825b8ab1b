"""The blocks that an issue is composed of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

#: What running text may hold: nothing that a mail program cannot show.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):  # type: ignore[misc]
    """A heading between parts."""

    class Meta:
        """How the studio shows it."""

        icon = "title"
        label = _("Heading")
        max_length = 160


class TextBlock(blocks.RichTextBlock):  # type: ignore[misc]
    """Running text."""

    class Meta:
        """How the studio shows it."""

        icon = "pilcrow"
        label = _("Text")


class CardBlock(blocks.StructBlock):  # type: ignore[misc]
    """A page of this site: its title, summary, date and picture come from it."""

    page = blocks.PageChooserBlock(label=_("Page"))
    title = blocks.CharBlock(
        required=False, max_length=200, label=_("Other title"), help_text=_("Empty takes the page's own.")
    )
    text = blocks.TextBlock(
        required=False,
        max_length=600,
        rows=3,
        label=_("Other words"),
        help_text=_("In place of the page's summary. Empty takes the summary."),
    )
    show_picture = blocks.BooleanBlock(required=False, default=True, label=_("Show its picture"))

    class Meta:
        """How the studio shows it."""

        icon = "doc-empty-inverse"
        label = _("Page of this site")


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture with words for those who cannot see it."""

    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        max_length=300,
        label=_("What the picture shows"),
        help_text=_("Many mail programs show no pictures: then this stands in its place."),
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        """How the studio shows it."""

        icon = "image"
        label = _("Picture")


class DividerBlock(blocks.StaticBlock):  # type: ignore[misc]
    """A line between parts."""

    class Meta:
        """How the studio shows it."""

        icon = "horizontalrule"
        label = _("Line")
        admin_text = _("A line across.")


class IssueBody(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an issue."""

    page = CardBlock()
    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    picture = PictureBlock()
    divider = DividerBlock()
