"""Making and changing series."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.publications.models import Series


def create_series(*, title: str, slug: str = "", description: str = "", issn: str = "", by: Actor) -> Series:
    """Make a series."""
    require(by, "pages.edit")
    row = Series(title=title, slug=slug or slugify(title)[:200], description=description, issn=issn)
    row.full_clean()
    with transaction.atomic():
        row.save()
        audit(by, verb="series.created", target=row, detail={"title": title})
    return row


def change_series(*, series: Series, by: Actor, **fields: str) -> Series:
    """Change what a series is called and says of itself."""
    require(by, "pages.edit")
    for name in ("title", "slug", "description", "issn"):
        if name in fields:
            setattr(series, name, fields[name])
    series.full_clean()
    with transaction.atomic():
        series.save()
        audit(by, verb="series.changed", target=series, detail={"fields": sorted(fields)})
    return series
