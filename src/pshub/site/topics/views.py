"""The list of topics and the page of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pshub.inquiries.models import Topic
from pshub.site.topics import reading


@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """List the topics, and how much there is on each."""
    return render(request, "site/topics.html", {"topics": reading.with_numbers()})


@require_safe
def topic_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Gather what there is on a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    context = {
        "topic": topic,
        "breadcrumbs": [(_("Topics"), reverse("site:topics"))],
        "shelves": reading.shelves(topic, timezone.localdate()),
        "people": reading.people_on(topic),
    }
    return render(request, "site/topic.html", context)
