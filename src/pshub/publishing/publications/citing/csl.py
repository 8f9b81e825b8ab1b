"""CSL-JSON, which citation processors read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pshub.publishing.publications.citing.names import Name
from pshub.publishing.publications.citing.reference import Reference

TYPES = {
    "report": "report",
    "discussion-paper": "report",
    "evidence-submission": "report",
    "essay-collection": "book",
    "essay": "article",
    "blog": "post-weblog",
}


def name(written: Name) -> dict[str, str]:
    """Return a name in parts, or whole."""
    if written.whole:
        return {"literal": written.full}
    parts = {
        "family": written.family,
        "given": written.given,
        "non-dropping-particle": written.particle,
        "suffix": written.suffix,
    }
    return {part: words for part, words in parts.items() if words}


def _day(day: date | None) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {}


def csl_item(reference: Reference) -> dict[str, Any]:
    """Return the item of a publication."""
    item: dict[str, Any] = {
        "id": reference.key,
        "type": "chapter" if reference.collection else TYPES.get(reference.kind, "article"),
        "title": reference.title,
        "author": [name(author) for author in (reference.authors or () if reference.editors else reference.creators)],
        "editor": [name(editor) for editor in reference.editors],
        "issued": _day(reference.issued),
        "publisher": reference.publisher,
        "genre": reference.kind_label,
        "container-title": reference.collection,
        "collection-title": reference.series,
        "edition": reference.edition,
        "version": reference.version,
        "status": reference.status,
        "abstract": reference.abstract,
        "keyword": ", ".join(reference.keywords),
        "language": reference.language,
        "DOI": reference.doi,
        "URL": reference.read_at,
    }
    return {field: value for field, value in item.items() if value}


def csl_json(reference: Reference) -> str:
    """Return a list of one item, as files of this format are."""
    return json.dumps([csl_item(reference)], ensure_ascii=False, indent=2) + "\n"
