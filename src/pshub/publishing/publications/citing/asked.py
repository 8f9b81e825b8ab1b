"""Which version of a publication a request speaks of."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from pshub.publishing.publications.addresses import VersionConverter
from pshub.publishing.publications.citing.reference import Reference, reference_of
from pshub.publishing.publications.models import PublicationPage


def asked_reference(request: HttpRequest, page: PublicationPage) -> Reference:
    """Return the reference of the version that ``?version=`` names, or else of the publication as it stands."""
    named = request.GET.get("version", "")
    versions = page.versions.select_related("revision")
    if not named:
        return reference_of(page, versions.filter(revision_id=page.live_revision_id).first())
    converter = VersionConverter()
    found = None
    if re.fullmatch(converter.regex, named):
        number, minor = converter.to_python(named)
        found = versions.filter(number=number, minor=minor).first()
    if found is None:
        raise Http404(_("This publication has no version with that number."))
    return reference_of(page, found, pinned=True)
