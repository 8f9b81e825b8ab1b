"""Citations to take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pshub.publishing.publications.citing.asked import asked_reference
from pshub.publishing.publications.citing.formats import FORMATS
from pshub.publishing.publications.views import published_or_404


@require_safe
def cite(request: HttpRequest, where: str, ending: str) -> HttpResponse:
    """Return the citation of a publication, or of one version of it, as a file."""
    form = FORMATS.get(ending)
    if form is None:
        raise Http404
    page = published_or_404(where)
    reference = asked_reference(request, page)
    response = HttpResponse(form.write(reference), content_type=f"{form.media_type}; charset=utf-8")
    shown = "inline" if ending == "txt" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{page.slug}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
