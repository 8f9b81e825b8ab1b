"""The blocks that a publication's body is made of."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from pshub.publishing.publications.choosers import FindingChooserBlock

#: What running text may hold. Headings are blocks of their own, so that the list of contents can find them.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "finding-number"]


class HeadingBlock(blocks.CharBlock):  # type: ignore[misc]
    """A heading; it appears in the list of contents."""

    class Meta:
        """How the studio and the page show it."""

        icon = "title"
        label = _("Heading")
        template = "publications/blocks/heading.html"
        max_length = 160


class TextBlock(blocks.RichTextBlock):  # type: ignore[misc]
    """Running text, with numbers bound to findings."""

    class Meta:
        """How the studio and the page show it."""

        icon = "pilcrow"
        label = _("Text")
        template = "publications/blocks/text.html"


class FindingBlock(blocks.StructBlock):  # type: ignore[misc]
    """A figure of a finding with its caption, table and source."""

    finding = FindingChooserBlock(label=_("Finding"))
    figure = blocks.CharBlock(
        required=False,
        max_length=80,
        label=_("Figure"),
        help_text=_("The figure's name, as the evidence page lists it. Empty takes the first."),
    )
    caption = blocks.CharBlock(required=False, max_length=500, label=_("Caption"))
    show_table = blocks.BooleanBlock(required=False, default=True, label=_("Offer the numbers in a table"))

    class Meta:
        """How the studio and the page show it."""

        icon = "table"
        label = _("Finding")
        template = "publications/blocks/finding.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    """Words worth pulling out of the text, and whose they are."""

    quote = blocks.TextBlock(max_length=600, label=_("Quotation"))
    who = blocks.CharBlock(required=False, max_length=200, label=_("Who said it"))

    class Meta:
        """How the studio and the page show it."""

        icon = "openquote"
        label = _("Pull quote")
        template = "publications/blocks/quote.html"


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
        template = "publications/blocks/picture.html"


class StepBlock(blocks.StructBlock):  # type: ignore[misc]
    """One thing that will happen."""

    what = blocks.CharBlock(max_length=300, label=_("What will happen"))
    who = blocks.CharBlock(required=False, max_length=200, label=_("Who does it"))
    when = blocks.CharBlock(required=False, max_length=100, label=_("By when"))


class NextStepsBlock(blocks.StructBlock):  # type: ignore[misc]
    """What happens next."""

    title = blocks.CharBlock(default=_("What happens next"), max_length=160, label=_("Heading"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("Steps"))

    class Meta:
        """How the studio and the page show it."""

        icon = "list-ol"
        label = _("What happens next")
        template = "publications/blocks/next_steps.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The body of a publication."""

    heading = HeadingBlock()
    text = TextBlock(features=TEXT_FEATURES)
    finding = FindingBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    next_steps = NextStepsBlock()


def anchor(block: Any) -> str:
    """Return the address within the page of a block that is in the list of contents; empty for the others."""
    if block.block_type not in ("heading", "next_steps"):
        return ""
    words = block.value if block.block_type == "heading" else block.value["title"]
    return f"{slugify(words)[:60] or 'part'}-{str(block.id or '')[:6]}".rstrip("-")
