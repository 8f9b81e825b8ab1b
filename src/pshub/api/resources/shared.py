"""Parts that several resources give in the same form."""

from __future__ import annotations

from typing import Any

from pshub.api.addresses import resource, whole
from pshub.api.problems import Problem
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor

#: Everybody gets the same, signed in or not.
READER = Actor.visitor()


def answers(schema: Any) -> dict[int, Any]:
    """Return what an operation answers, by status."""
    return {200: schema, 400: Problem, 404: Problem, 429: Problem}


def public_slug(inquiry: Inquiry | None) -> str | None:
    """Return the slug of an inquiry that everybody may know of."""
    return inquiry.slug if inquiry is not None and inquiry.public else None


def person(row: Any) -> dict[str, str]:
    """Return somebody as they were named; a profile without a page adds nothing but the name."""
    profile = row.profile
    shown = profile is not None and profile.shown
    return {
        "name": row.name,
        "slug": profile.slug if shown else "",
        "orcid": getattr(row, "orcid", "") or (profile.orcid if shown else ""),
    }


def record_link(record: Record) -> dict[str, Any]:
    """Return a record as other things point at it."""
    return {
        "id": record.pk,
        "kind": record.kind,
        "title": record.title,
        "url": whole(record.get_absolute_url()),
        "api": resource("record", key=record.pk),
    }
