"""Pictures: checked, and drawn anew from their points, so that nothing but the picture is kept.

Where a photograph was taken, with which telephone and by whom stands in the file beside the picture. Drawing it anew
leaves all of that out, and whatever else somebody may have hidden in it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from pshub.people.uploads.errors import UploadRefused
from pshub.people.uploads.structure import Broken, harmless, rest_of

#: Points of a picture, over all frames of one that moves.
MOST_POINTS = 50_000_000
#: Colour profiles are small; a large one is something else.
MOST_PROFILE = 600_000

EXTENSIONS = {
    "JPEG": ("jpg", "jpeg"),
    "PNG": ("png",),
    "GIF": ("gif",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
}
_SIGNATURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))
_KEPT = ("transparency", "duration", "loop", "background", "disposal", "default_image", "blend")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept."""

    data: bytes
    kind: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """The media type."""
        return f"image/{self.kind.lower()}"


def kind_of(data: bytes) -> str:
    """Return which kind of picture a file is, by what it begins with; empty for none that is taken."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return "AVIF"
    return ""


def _refuse_kind(data: bytes) -> UploadRefused:
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start or start.startswith(b"<?xml"):
        return UploadRefused(
            "svg",
            _("This is an SVG drawing, which can carry programs. Save it as PNG or WebP, and upload that."),
        )
    return UploadRefused(
        "not-a-picture", _("This is not a picture that the site can show. Use a JPEG, PNG, GIF, WebP or AVIF file.")
    )


def _check_name(name: str, kind: str) -> None:
    extension = name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS[kind]:
        raise UploadRefused(
            "wrong-ending",
            _("The name ends in “.%(extension)s”, but the file is a %(kind)s. Rename it to end in “.%(right)s”.")
            % {"extension": extension, "kind": kind, "right": EXTENSIONS[kind][0]},
        )


def _check_rest(data: bytes, kind: str) -> None:
    try:
        rest = rest_of(data, kind)
    except Broken:
        raise _damaged() from None
    if not harmless(rest, kind):
        raise UploadRefused(
            "something-behind",
            _(
                "Something else is hidden behind the picture in this file (%(size)d bytes). "
                "Open the picture in a program, save it anew, and upload that."
            )
            % {"size": len(rest)},
        )


def _damaged() -> UploadRefused:
    return UploadRefused(
        "damaged", _("The picture is damaged or was cut short. Copy it again from where you have it, and try that.")
    )


def _too_large(points: int | None) -> UploadRefused:
    most = MOST_POINTS // 1_000_000
    if points is None:
        size = _("The picture has far too many pixels.")
    else:
        size = _("The picture has %(size)d megapixels.") % {"size": round(points / 1_000_000)}
    return UploadRefused(
        "too-many-pixels",
        size
        + " "
        + _("At most %(most)d megapixels are taken: make it smaller, 4,000 pixels wide will do.") % {"most": most},
    )


def _opened(data: bytes, kind: str) -> Any:
    try:
        image = Image.open(io.BytesIO(data), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(None) from None
    except Exception:  # whatever a reader stumbles over, the file is not a picture that can be shown
        raise _damaged() from None
    points = image.width * image.height * _frames(image, kind)
    if points > MOST_POINTS:
        raise _too_large(points)
    return image


def _frames(image: Any, kind: str) -> int:
    # A photograph with a second one behind it is shown as the first.
    return 1 if kind == "JPEG" else int(getattr(image, "n_frames", 1))


def _profile(image: Any) -> bytes | None:
    profile = image.info.get("icc_profile")
    return profile if isinstance(profile, bytes) and len(profile) <= MOST_PROFILE else None


def _bare(image: Any) -> Any:
    """Take off an image all that is said beside its points."""
    image.info = {name: image.info[name] for name in _KEPT if name in image.info}
    return image


def _drawn(image: Any, kind: str) -> bytes:
    out = io.BytesIO()
    options: dict[str, Any] = {"icc_profile": _profile(image)}
    if _frames(image, kind) > 1:
        frames = [_bare(frame.copy()) for frame in ImageSequence.Iterator(image)]
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], **options)
        return out.getvalue()
    image.load()
    turned = ImageOps.exif_transpose(image) if image.getexif().get(0x0112, 1) != 1 else image
    if kind == "JPEG":
        as_it_was = turned is image and image.format == "JPEG"
        options |= {"quality": "keep"} if as_it_was else {"quality": 92, "subsampling": 0}
    elif kind in ("WEBP", "AVIF"):
        options |= {"quality": 90}
    _bare(turned).save(out, kind, **options)
    return out.getvalue()


def clean_picture(data: bytes, name: str) -> Picture:
    """Return a picture drawn anew, the right way up, without anything that stood beside it.

    Raises
    ------
    UploadRefused
        ``svg``, ``not-a-picture``, ``wrong-ending``, ``something-behind``, ``too-many-pixels`` or ``damaged``.
    """
    kind = kind_of(data)
    if not kind:
        raise _refuse_kind(data)
    _check_name(name, kind)
    image = _opened(data, kind)
    _check_rest(data, kind)
    try:
        drawn = _drawn(image, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(None) from None
    except Exception:  # whatever a reader stumbles over, the file is not a picture that can be shown
        raise _damaged() from None
    return Picture(drawn, kind, image.width, image.height)
