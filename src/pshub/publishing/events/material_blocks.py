"""The blocks that are added to an event once it is over: slides, pictures, video."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pshub.publishing.events.captions import LARGEST, CaptionsProblem, read_captions
from pshub.publishing.events.videos import is_video

LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]


class SlidesBlock(blocks.StructBlock):  # type: ignore[misc]
    """Slides, or another document that was shown."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    who = blocks.CharBlock(required=False, max_length=200, label=_("Who showed them"))
    document = DocumentChooserBlock(label=_("Slides"))

    class Meta:
        """How the studio shows it."""

        icon = "doc-full-inverse"
        label = _("Slides")


class EventPictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture with words for those who cannot see it."""

    image = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        max_length=300,
        label=_("What the picture shows"),
        help_text=_("Read out to people who cannot see the picture."),
    )
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        """How the studio shows it."""

        icon = "image"
        label = _("Picture")


class VideoBlock(blocks.StructBlock):  # type: ignore[misc]
    """A video that is fetched only when somebody asks for it, with captions and transcript."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    file = DocumentChooserBlock(
        required=False, label=_("Video file"), help_text=_("MP4 or WebM. Or give a link instead.")
    )
    link = blocks.URLBlock(
        required=False,
        validators=[URLValidator(schemes=["https"])],
        label=_("Link"),
        help_text=_("Where the video is shown elsewhere. Nothing is fetched from there before a reader asks for it."),
    )
    poster = ImageChooserBlock(required=False, label=_("Still picture"), help_text=_("Shown until the video plays."))
    length = blocks.CharBlock(required=False, max_length=40, label=_("Length"), help_text=_("Such as 42 minutes"))
    captions = DocumentChooserBlock(
        required=False, label=_("Captions"), help_text=_("A WebVTT file (.vtt). A video file with speech needs it.")
    )
    language = blocks.ChoiceBlock(choices=LANGUAGES, default="en", label=_("Language of the captions"))
    silent = blocks.BooleanBlock(required=False, default=False, label=_("Nobody speaks in it"))
    transcript = blocks.TextBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("What is said, and what can only be seen. Left empty, it is made from the captions."),
    )

    class Meta:
        """How the studio shows it."""

        icon = "media"
        label = _("Video")

    def clean(self, value: Any) -> Any:
        """Refuse a video that some could not follow, and files that are not what they should be."""
        cleaned = super().clean(value)
        wrong = dict(_problems(cleaned))
        if wrong:
            raise StructBlockValidationError({name: ValidationError(message) for name, message in wrong.items()})
        return cleaned


def _problems(value: Any) -> Any:
    file, captions = value["file"], value["captions"]
    if bool(file) == bool(value["link"]):
        yield "link", _now("Choose a video file or give a link: one of the two.")
    if file and not is_video(file.filename, _beginning(file, 16)):
        yield "file", _now("This file is not a video that browsers play. Save it as MP4 or WebM.")
    if captions:
        try:
            read_captions(_beginning(captions, LARGEST + 1))
        except CaptionsProblem as problem:
            yield "captions", str(problem)
    elif file and not value["silent"]:
        yield "captions", _now("Add captions, or say that nobody speaks in it.")
    if not captions and not value["transcript"].strip():
        yield "transcript", _now("Write down what is said, or what can be seen: not everybody can hear or see it.")


def _beginning(document: Any, size: int) -> bytes:
    try:
        with document.file.open("rb") as file:
            return bytes(file.read(size))
    except OSError:
        return b""


class MaterialsBlock(blocks.StreamBlock):  # type: ignore[misc]
    """What an event left behind."""

    slides = SlidesBlock()
    picture = EventPictureBlock()
    video = VideoBlock()
