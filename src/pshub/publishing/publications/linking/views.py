"""The link set of a publication."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pshub.publishing.publications.citing.asked import asked_reference
from pshub.publishing.publications.linking import signposting
from pshub.publishing.publications.views import published_or_404


@require_safe
def linkset(request: HttpRequest, where: str) -> JsonResponse:
    """Return the links of a publication, or of one version of it, as a document."""
    return JsonResponse(
        signposting.linkset(asked_reference(request, published_or_404(where))),
        content_type=signposting.LINKSET,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
