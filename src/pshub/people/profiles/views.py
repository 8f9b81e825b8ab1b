"""Pages of people and of the organisations that a hub works with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pshub.people.profiles import reading


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the people by what they are to the hub."""
    return render(request, "profiles/people.html", {"groups": reading.groups()})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Show somebody: roles over time, what they wrote, spoke at and lead."""
    profile = get_object_or_404(reading.with_roles(reading.shown_profiles(), reading.LARGE), slug=slug)
    crumbs = [(_("People"), reverse("profiles:list"))]
    return render(request, "profiles/person.html", {**reading.person(profile), "breadcrumbs": crumbs})


@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """List the organisations that the hub works with."""
    crumbs = [(_("People"), reverse("profiles:list"))]
    organisations = list(reading.shown_organisations())
    return render(request, "profiles/partners.html", {"organisations": organisations, "breadcrumbs": crumbs})


@require_safe
def partner(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation and what was done together."""
    organisation = get_object_or_404(reading.shown_organisations(), slug=slug)
    crumbs = [(_("People"), reverse("profiles:list")), (_("Partners"), reverse("profiles:partners"))]
    context = {**reading.organisation_page(organisation), "breadcrumbs": crumbs}
    return render(request, "profiles/partner.html", context)
