"""What an editor can put on the home page. Each block asks the database a fixed number of questions."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pshub.inquiries.models import Inquiry
from pshub.inquiries.querysets import visible_inquiries, with_partners
from pshub.people.actors import Actor
from pshub.site import highlights, navigation

RICH_TEXT = ["h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


def inquiry_choices() -> list[tuple[str, str]]:
    """Return the public inquiries to choose from, by name in the address."""
    return list(Inquiry.objects.filter(public=True).order_by("title").values_list("slug", "title"))


class InquiryBlock(blocks.ChoiceBlock):  # type: ignore[misc]
    """A choice of an inquiry, which a page reads as it was stored, without asking which there are to choose from."""

    def to_python(self, value: Any) -> Any:
        """Return the name in the address."""
        return value

    def bulk_to_python(self, values: Any) -> Any:
        """Return the names in the addresses."""
        return list(values)


class TextBlock(blocks.StructBlock):  # type: ignore[misc]
    """Some paragraphs."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    text = blocks.RichTextBlock(features=RICH_TEXT, label=_("text"))

    class Meta:
        """How the studio shows it."""

        icon = "pilcrow"
        label = _("Text")
        template = "site/blocks/text.html"


class FeaturedInquiryBlock(blocks.StructBlock):  # type: ignore[misc]
    """One inquiry, large."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("heading"))
    inquiry = InquiryBlock(choices=inquiry_choices, label=_("inquiry"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the inquiry, if it is still public."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        public = with_partners(visible_inquiries(Actor.visitor()))
        return context | {"inquiry": public.filter(slug=value["inquiry"]).first()}

    class Meta:
        """How the studio shows it."""

        icon = "help"
        label = _("Featured inquiry")
        template = "site/blocks/featured_inquiry.html"


class InquiriesBlock(blocks.StructBlock):  # type: ignore[misc]
    """The newest inquiries as cards."""

    heading = blocks.CharBlock(default=_("Inquiries"), max_length=120, label=_("heading"))
    count = blocks.IntegerBlock(default=3, min_value=1, max_value=12, label=_("how many"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the inquiries."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = with_partners(visible_inquiries(Actor.visitor()))[: value["count"]]
        return context | {"inquiries": list(found)}

    class Meta:
        """How the studio shows it."""

        icon = "list-ul"
        label = _("Newest inquiries")
        template = "site/blocks/inquiries.html"


class PublicationsBlock(blocks.StructBlock):  # type: ignore[misc]
    """The newest publications as cards."""

    heading = blocks.CharBlock(default=_("Publications"), max_length=120, label=_("heading"))
    count = blocks.IntegerBlock(default=3, min_value=1, max_value=12, label=_("how many"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the publications."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        newest = highlights.newest_publications(value["count"])
        return context | {"publications": newest, "all_url": navigation.PUBLICATIONS}

    class Meta:
        """How the studio shows it."""

        icon = "doc-full"
        label = _("Newest publications")
        template = "site/blocks/publications.html"


class OpenConversationsBlock(blocks.StructBlock):  # type: ignore[misc]
    """The conversations that take votes now."""

    heading = blocks.CharBlock(default=_("Have your say"), max_length=120, label=_("heading"))
    introduction = blocks.TextBlock(required=False, max_length=500, label=_("introduction"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the conversations."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"conversations": highlights.open_conversations(timezone.now())}

    class Meta:
        """How the studio shows it."""

        icon = "comment"
        label = _("Open conversations")
        template = "site/blocks/conversations.html"


class StepBlock(blocks.StructBlock):  # type: ignore[misc]
    """One step of how the hub works."""

    title = blocks.CharBlock(max_length=80, label=_("title"))
    text = blocks.TextBlock(max_length=400, label=_("text"))


class StepsBlock(blocks.StructBlock):  # type: ignore[misc]
    """How the hub works, step by step."""

    heading = blocks.CharBlock(default=_("How we work"), max_length=120, label=_("heading"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=6, label=_("steps"))

    class Meta:
        """How the studio shows it."""

        icon = "order"
        label = _("Steps")
        template = "site/blocks/steps.html"


class HomeBody(blocks.StreamBlock):  # type: ignore[misc]
    """The parts of the home page, in any order."""

    featured_inquiry = FeaturedInquiryBlock()
    conversations = OpenConversationsBlock()
    inquiries = InquiriesBlock()
    publications = PublicationsBlock()
    steps = StepsBlock()
    text = TextBlock()
