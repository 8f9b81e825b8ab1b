"""RIS, which reference managers read."""

from __future__ import annotations

from typing import Any

import rispy  # type: ignore[import-untyped]
from rispy.writer import RisWriter  # type: ignore[import-untyped]

from pshub.publishing.publications.citing.names import one_line
from pshub.publishing.publications.citing.reference import Reference

TYPES = {
    "report": "RPRT",
    "discussion-paper": "RPRT",
    "evidence-submission": "RPRT",
    "essay-collection": "EDBOOK",
    "blog": "BLOG",
}


class _Writer(RisWriter):  # type: ignore[misc]
    """Writes lines as the format wants them, and no number above a reference."""

    NEWLINE = "\r\n"

    def set_header(self, count: int) -> str:
        """Return nothing."""
        return ""


def ris(reference: Reference) -> str:
    """Return the reference of a publication."""
    values: dict[str, Any] = {
        "type_of_reference": "CHAP" if reference.collection else TYPES.get(reference.kind, "GEN"),
        "id": reference.key,
        "authors": [name.sorted for name in (reference.authors or () if reference.editors else reference.creators)],
        "secondary_authors": [name.sorted for name in reference.editors],
        "title": reference.title,
        "secondary_title": reference.collection,
        "tertiary_title": reference.series,
        "year": str(reference.issued.year) if reference.issued else "",
        "date": reference.issued.strftime("%Y/%m/%d/") if reference.issued else "",
        "publisher": reference.publisher,
        "edition": reference.edition or (f"Version {reference.version}" if reference.version else ""),
        "type_of_work": reference.kind_label,
        "abstract": reference.abstract,
        "keywords": list(reference.keywords),
        "language": reference.language,
        "doi": reference.doi,
        "urls": [reference.read_at] if reference.read_at else [],
        "file_attachments1": reference.pdf_url,
        "notes": [reference.status.capitalize()] if reference.status else [],
    }
    # A line break would begin a field that nobody wrote.
    clean = {
        name: [one_line(part) for part in value] if isinstance(value, list) else one_line(value)
        for name, value in values.items()
    }
    written = rispy.dumps([{name: value for name, value in clean.items() if value}], implementation=_Writer)
    return str(written)
