"""What a publication's page says of itself: to machines in its head, and to those who cite it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template

from pshub.publishing.publications.citing.formats import FORMATS
from pshub.publishing.publications.citing.plain import plain_text
from pshub.publishing.publications.citing.reference import Reference, absolute
from pshub.publishing.publications.linking.head import head
from pshub.publishing.publications.linking.signposting import beside

register = template.Library()


@register.inclusion_tag("publications/citing/head.html")
def head_of(reference: Reference | None, picture: str = "") -> dict[str, Any]:
    """Write the tags of a publication's head; `picture` is the path of its cover."""
    if reference is None:
        return {}
    shown = replace(reference, picture=absolute(picture))
    return {"reference": shown, "head": head(shown)}


@register.inclusion_tag("publications/citing/cite.html")
def cite_this(reference: Reference | None, *, preview: bool = False) -> dict[str, Any]:
    """Show how to cite a publication, and the files to take away; a draft has none yet."""
    if reference is None:
        return {}
    offered = [] if preview else [(form, beside(reference, f"cite.{form.ending}")) for form in FORMATS.values()]
    return {"text": plain_text(reference), "offered": offered, "reference": reference}
