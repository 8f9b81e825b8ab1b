"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pshub.inquiries.models import Topic
from pshub.people.limits import limited
from pshub.site.search import facets
from pshub.site.search.queries import read
from pshub.site.search.results import answer


@require_safe
@limited("search", methods=("GET", "HEAD"))
def search(request: HttpRequest) -> HttpResponse:
    """Find publications, events, news, people, inquiries and records. What was asked for is kept nowhere."""
    query = read(request.GET.get("q", ""))
    chosen = facets.chosen_in(request.GET)
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    asked = bool(query) or any(chosen.values())
    context = {"query": query, "asked": asked, "narrowed": any(chosen.values())}
    if asked:
        found = answer(query, chosen, number=number)
        context |= {"answer": found, "groups": facets.groups(found.found.counts, chosen)}
    else:
        context["topics"] = Topic.objects.all()[:40]
    return render(request, "site/search.html", context)
