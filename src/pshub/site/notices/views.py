"""The pages about privacy and accessibility."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pshub import __version__
from pshub.site.notices import privacy as held
from pshub.site.notices.accessibility import measurement
from pshub.site.notices.models import NoticeTexts


def _who() -> dict[str, Any]:
    return {
        "controller": settings.CONTROLLER,
        "controller_address": settings.CONTROLLER_ADDRESS,
        "contact": settings.CONTACT_EMAIL,
        "texts": NoticeTexts.objects.first() or NoticeTexts(),
    }


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept about people, why, and for how long."""
    told = {"practices": held.practices(), "cookies": held.cookies(), "carrier": held.carrier()}
    return render(request, "site/privacy.html", {**_who(), **told, "regulator": settings.PRIVACY_REGULATOR})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how accessible the site is as far as it was measured, and whom to tell."""
    last = measurement()
    told = {
        "measured": last,
        "of_another_version": last is not None and last.version != __version__,
        "version": __version__,
        "enforcement": settings.ACCESSIBILITY_ENFORCEMENT,
        "answer_days": settings.CONTACT_ANSWER_DAYS,
    }
    return render(request, "site/accessibility.html", {**_who(), **told})
