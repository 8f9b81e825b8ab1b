"""Links of posts as pages show them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.text import Truncator

register = template.Library()


@register.filter
def link_words(url: str) -> str:
    """Show an address without its scheme, and no longer than a line; one on this site without the site's name too."""
    if url.startswith(f"{settings.BASE_URL}/"):
        return Truncator(url.removeprefix(settings.BASE_URL)).chars(60)
    parts = urlsplit(url)
    return Truncator(f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")).chars(60)
