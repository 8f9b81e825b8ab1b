"""Dublin Core, the fifteen elements: in the head of a page and in what libraries harvest."""

from __future__ import annotations

from collections.abc import Iterator

from pshub.publishing.publications.citing.reference import Reference

NAMESPACE = "http://purl.org/dc/elements/1.1/"


def dublin_core(reference: Reference) -> list[tuple[str, str]]:
    """Return pairs of element and value; what is not known has no pair."""
    return [(element, value) for element, value in _elements(reference) if value]


def _elements(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", reference.title
    for name in reference.authors:
        yield "creator", name.sorted
    for name in reference.editors:
        yield "contributor", name.sorted
    for keyword in reference.keywords:
        yield "subject", keyword
    yield "description", reference.abstract
    yield "publisher", reference.publisher
    yield "date", reference.issued.isoformat() if reference.issued else ""
    yield "type", reference.kind_label
    yield "format", "text/html"
    if reference.pdf_url:
        yield "format", "application/pdf"
    yield "identifier", reference.url
    yield "identifier", reference.doi_url
    yield "identifier", reference.elsewhere
    yield "identifier", reference.pdf_url
    yield "language", reference.language
    yield "relation", reference.collection_url
    yield "rights", reference.rights
    yield "rights", reference.licence
