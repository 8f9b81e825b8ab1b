"""The part of an inquiry's story that events tell: when people met, and about what."""

from __future__ import annotations

from pshub.inquiries import kinds
from pshub.inquiries.models import Inquiry, Record
from pshub.inquiries.querysets import visible_records
from pshub.inquiries.sections import Part
from pshub.people.actors import Actor

SHOWN = 20


def done(inquiry: Inquiry, viewer: Actor) -> Part | None:
    """Return the events of an inquiry in the order in which they happened."""
    events: list[Record] = list(
        visible_records(viewer)
        .filter(inquiry=inquiry, kind=kinds.EVENT.name)
        .order_by("happened_on", "created_at")[:SHOWN]
    )
    return Part("inquiries/events.html", {"events": events}) if events else None
