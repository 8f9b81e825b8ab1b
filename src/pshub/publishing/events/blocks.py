"""The blocks that the description of an event is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):  # type: ignore[misc]
    """A heading."""

    class Meta:
        """How the studio and the page show it."""

        icon = "title"
        label = _("Heading")
        template = "events/blocks/heading.html"
        max_length = 160


class TextBlock(blocks.RichTextBlock):  # type: ignore[misc]
    """Running text."""

    class Meta:
        """How the studio and the page show it."""

        icon = "pilcrow"
        label = _("Text")
        template = "events/blocks/text.html"


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture with words for those who cannot see it."""

    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        max_length=300,
        label=_("What the picture shows"),
        help_text=_("Read out to people who cannot see the picture."),
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        """How the studio and the page show it."""

        icon = "image"
        label = _("Picture")
        template = "events/blocks/picture.html"


class ProgrammeItemBlock(blocks.StructBlock):  # type: ignore[misc]
    """One line of the programme."""

    time = blocks.CharBlock(required=False, max_length=40, label=_("When"), help_text=_("Such as 10.15"))
    what = blocks.CharBlock(max_length=300, label=_("What"))
    who = blocks.CharBlock(required=False, max_length=200, label=_("Who"))


class ProgrammeBlock(blocks.StructBlock):  # type: ignore[misc]
    """What happens in which order."""

    title = blocks.CharBlock(default=_("Programme"), max_length=160, label=_("Heading"))
    items = blocks.ListBlock(ProgrammeItemBlock(), min_num=1, label=_("Programme"))

    class Meta:
        """How the studio and the page show it."""

        icon = "list-ol"
        label = _("Programme")
        template = "events/blocks/programme.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The description of an event."""

    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    programme = ProgrammeBlock()
    picture = PictureBlock()
