"""Proof of work at sign-up: a puzzle that a browser solves in a second and that costs whoever sends thousands."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_altcha import AltchaField, get_altcha_challenge  # type: ignore[import-untyped]

#: The puzzle's answer is a number below this: some tenths of a second of a phone's time.
MOST = 60_000


@require_GET
@never_cache
def challenge(request: HttpRequest) -> JsonResponse:
    """Give out a puzzle in the form of the ALTCHA protocol."""
    return JsonResponse(get_altcha_challenge(max_number=MOST).to_dict())


def proven(payload: str) -> bool:
    """Return whether somebody did the work; an answer counts once."""
    if not payload:
        return False
    try:
        AltchaField().clean(payload)
    except ValidationError:
        return False
    return True
