"""What a page says to those who want to show a piece of it on their own site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pshub.evidence.embedding import EmbeddedFinding
from pshub.publishing.events.models import EventPage
from pshub.site.embeds.targets import Target, of_event, of_figure
from pshub.site.embeds.views import iframe

register = template.Library()
COMPONENT = "site/components/embed.html"


def _offered(target: Target | None, name: str) -> dict[str, Any]:
    return {"target": target, "code": iframe(target) if target else "", "name": name}


@register.inclusion_tag(COMPONENT)
def embed_figure(found: EmbeddedFinding, name: str) -> dict[str, Any]:
    """Offer a figure of a finding."""
    return _offered(of_figure(found, name), name)


@register.inclusion_tag(COMPONENT)
def embed_event(event: EventPage) -> dict[str, Any]:
    """Offer an event."""
    return _offered(of_event(event) if event.live else None, "event")


@register.simple_tag
def oembed_link(path: str | None, title: str) -> SafeString:
    """Return the link by which programs find out how to show a page elsewhere."""
    address = f"{settings.BASE_URL}{reverse('site:oembed')}?{urlencode({'url': settings.BASE_URL + (path or '/')})}"
    return format_html('<link rel="alternate" type="application/json+oembed" href="{}" title="{}">', address, title)
