"""The parts of an inquiry's story, each shown by the template of the area it comes from."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from pshub.inquiries.models import Inquiry
from pshub.inquiries.sections import Chapter

register = template.Library()


@register.simple_tag(takes_context=True)
def chapter_body(context: Context, chapter: Chapter, inquiry: Inquiry) -> SafeString:
    """Show a chapter; its template sees what the area gave, the inquiry, and what every template may say."""
    rendered = get_template(chapter.template).render({**chapter.context, "inquiry": inquiry}, context["request"])
    # The template engine has escaped it; a simple tag would do so a second time.
    return mark_safe(rendered)  # noqa: S308
