"""Pictures as they are sent along with posts: JPEG, not too large, and without what a camera notes in its files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pshub.publishing.news.networks.messages import Picture

if TYPE_CHECKING:
    from wagtail.images.models import Image

#: Bytes that a picture may have; the smallest limit of the networks.
MOST_BYTES = 976_000
#: Longest sides to try, in pixels.
SIDES = (1600, 1200, 800)


def picture_of(image: Image, description: str) -> Picture | None:
    """Return a picture of the library as it is sent, or None for a drawing in SVG, which the networks do not take."""
    if image.is_svg():
        return None
    from PIL import Image as Drawing
    from PIL import ImageOps

    with image.file.open("rb") as file, Drawing.open(file) as opened:
        turned = ImageOps.exif_transpose(opened).convert("RGB")
    for side in SIDES:
        turned.thumbnail((side, side))
        content = io.BytesIO()
        turned.save(content, "JPEG", quality=82, optimize=True)
        if content.tell() <= MOST_BYTES:
            break
    return Picture(content.getvalue(), "image/jpeg", description, turned.width, turned.height)
