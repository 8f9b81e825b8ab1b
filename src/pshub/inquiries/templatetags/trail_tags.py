"""The trail in short, for the foot of a record's page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from pshub.inquiries import provenance
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.people.requests import actor_of

register = template.Library()

SHOWN = 200


def _nearest(record: Record, direction: provenance.Direction, viewer: Actor) -> list[provenance.Leg]:
    return provenance.legs(provenance.steps(record, direction, viewer, limit=SHOWN, longest=1))


@register.inclusion_tag("inquiries/components/trail.html", takes_context=True)
def record_trail(context: Context, record: Record) -> dict[str, Any]:
    """Show what a record came from and what became of it, next to it only; four queries whatever the number."""
    viewer = actor_of(context["request"])
    return {
        "record": record,
        "upstream": _nearest(record, "upstream", viewer),
        "downstream": _nearest(record, "downstream", viewer),
    }
