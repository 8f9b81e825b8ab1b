"""The trail in short, for the foot of a record's page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from pshub.inquiries import provenance
from pshub.inquiries.models import Record
from pshub.people.requests import actor_of

register = template.Library()

SHOWN = 4


@register.inclusion_tag("inquiries/components/trail.html", takes_context=True)
def record_trail(context: Context, record: Record) -> dict[str, Any]:
    """Show what a record came from and what became of it, next to it only; four queries."""
    viewer = actor_of(context["request"])
    return {
        "record": record,
        "upstream": provenance.steps(record, "upstream", viewer, limit=SHOWN, longest=1),
        "downstream": provenance.steps(record, "downstream", viewer, limit=SHOWN, longest=1),
    }
