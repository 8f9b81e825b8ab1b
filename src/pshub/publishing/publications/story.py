"""What was published about an inquiry: a part of its story."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Inquiry
from pshub.inquiries.sections import Part, Section
from pshub.people.actors import Actor
from pshub.publishing.publications.listing import card, published, with_covers

MOST = 6


def published_part(inquiry: Inquiry, viewer: Actor) -> Part | None:
    """Return the newest publications of an inquiry; None where there are none."""
    from pshub.publishing.publications.models import PublicationPage

    found = with_covers(published(PublicationPage.objects.filter(inquiry=inquiry)))[:MOST]
    cards = [card(publication) for publication in found]
    return Part("publications/story.html", {"cards": cards}) if cards else None


PUBLISHED = Section(name="published", order=800, title=_("What was published"), provide=published_part)
