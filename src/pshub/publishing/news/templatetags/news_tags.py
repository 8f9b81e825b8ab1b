"""Links of posts as pages show them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.utils.text import Truncator

register = template.Library()


@register.filter
def link_words(url: str) -> str:
    """Show an address without its scheme, and no longer than a line."""
    parts = urlsplit(url)
    return Truncator(f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")).chars(60)
