"""Whether a publication stands where it says: here, in a collection, in a series, elsewhere, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pshub.publishing.publications.problems import Problem

if TYPE_CHECKING:
    from pshub.publishing.publications.models import PublicationPage, PublicationVersion


def whereabouts(page: PublicationPage, last: PublicationVersion | None) -> Iterator[Problem]:
    """Yield what does not fit together about where a publication is to be read."""
    from pshub.publishing.publications.models import PublicationPage

    here = page.availability == PublicationPage.Availability.HERE
    if not here and last is not None:
        message = _("It has been published here, and its versions stay: choose “Here”.")
        yield Problem("published-here", _("Where it can be read"), message)
    elif not here and len(page.body):
        message = _("Only title, summary and authors of an announcement are shown: empty the body, or choose “Here”.")
        yield Problem("body-of-announcement", _("Body"), message)
    if page.availability == PublicationPage.Availability.FORTHCOMING and page.expected is None:
        message = _("Say when it is expected, as exactly as you know: “spring 2027” will do.")
        yield Problem("no-expected-date", _("Expected"), message)
    if page.availability == PublicationPage.Availability.ELSEWHERE and not (page.external_url and page.publisher):
        message = _("Give the address where it can be read, and who published it.")
        yield Problem("no-address-elsewhere", _("Address elsewhere"), message)
    if page.edition and page.series_id is None:
        yield Problem("edition-of-nothing", _("Edition"), _("Choose the series that this is an edition of."))
    above = page.get_parent()
    below = above is not None and issubclass(above.specific_class or type(above), PublicationPage)
    if below and page.kind != PublicationPage.Kind.ESSAY:
        message = _("What stands in an essay collection is an essay: choose “Essay”.")
        yield Problem("not-an-essay", _("Kind"), message)
    if page.kind != PublicationPage.Kind.ESSAY_COLLECTION and page.pk and page.numchild:
        message = _("It has essays below it: choose “Essay collection”, or move them.")
        yield Problem("not-a-collection", _("Kind"), message)
