"""What the studio gets from the site: its style sheet."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def studio_styles() -> SafeString:
    """Return the link to what our own studio pages add to Wagtail's styles."""
    return format_html('<link rel="stylesheet" href="{}">', static("pshub/studio.css"))
