"""A reference in plain text, for people."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from pshub.publishing.publications.citing.names import Name
from pshub.publishing.publications.citing.reference import Reference


def joined(names: tuple[Name, ...]) -> str:
    """Return names in a row, as they were typed."""
    words = [name.full for name in names]
    if len(words) < 2:
        return "".join(words)
    return _("%(names)s and %(last)s") % {"names": ", ".join(words[:-1]), "last": words[-1]}


def plain_text(reference: Reference) -> str:
    """Return how to cite a publication."""
    who = joined(reference.creators)
    if not reference.authors and reference.editors:
        who = _("%(names)s (ed.)") % {"names": who}
    when = str(reference.issued.year) if reference.issued else _("no date")
    if reference.status == "forthcoming":
        when = _("forthcoming")
    stop = "" if reference.title.endswith((".", "?", "!", "…")) else "."
    parts = [f"{who} ({when}). {reference.title}{stop}"]
    if reference.collection:
        parts.append(_("In: %(title)s.") % {"title": reference.collection})
    if reference.series or reference.edition:
        parts.append(f"{', '.join(part for part in (reference.series, reference.edition) if part)}.")
    if reference.version and reference.version_date:
        day = formats.date_format(reference.version_date, "j F Y")
        parts.append(_("Version %(number)s, %(day)s.") % {"number": reference.version, "day": day})
    if reference.publisher not in {name.full for name in reference.creators}:
        parts.append(f"{reference.publisher}.")
    if reference.status == "withdrawn":
        parts.append(_("Withdrawn."))
    return " ".join([*parts, reference.address]).strip()
