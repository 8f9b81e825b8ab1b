"""What the page of a news item shows around its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from pshub.publishing.news.models import NewsPage

PICTURE = "width-1200"


def reading(page: NewsPage, *, preview: bool) -> dict[str, Any]:
    """Return the context of the page: picture, authors, topics and what goes with it."""
    inquiry = page.inquiry
    return {
        "breadcrumbs": [(_("News"), f"{(page.url or '/').rstrip('/').rpartition('/')[0]}/")],
        "preview": preview,
        "drawn": page.picture.get_rendition(PICTURE) if page.picture else None,
        "authors": [author.profile for author in page.authors.all()],
        "topics": list(page.topics.all()),
        "inquiry": inquiry if inquiry is not None and inquiry.public else None,
    }
