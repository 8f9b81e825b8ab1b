"""The tags by which scholarly search engines and reference managers know a publication."""

from __future__ import annotations

from collections.abc import Iterator

from pshub.publishing.publications.citing.names import Name
from pshub.publishing.publications.citing.reference import Reference

#: Kinds whose publisher counts as the institution of a technical report.
REPORTS = frozenset({"report", "discussion-paper", "evidence-submission"})


def highwire(reference: Reference) -> list[tuple[str, str]]:
    """Return pairs of name and content in the order that readers rely on: who an author is follows the author."""
    return [(f"citation_{name}", content) for name, content in _tags(reference) if content]


def _people(role: str, names: tuple[Name, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        yield role, name.sorted
        yield f"{role}_orcid", f"https://orcid.org/{name.orcid}" if name.orcid else ""


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", reference.title
    yield from _people("author", reference.authors)
    yield from _people("editor", reference.editors)
    yield "publication_date", reference.issued.strftime("%Y/%m/%d") if reference.issued else ""
    yield "online_date", reference.version_date.strftime("%Y/%m/%d") if reference.version_date else ""
    yield "pdf_url", reference.pdf_url
    yield "abstract_html_url", reference.url
    yield "public_url", reference.url
    yield "doi", reference.doi
    yield "technical_report_institution", reference.publisher if reference.kind in REPORTS else ""
    yield "publisher", reference.publisher
    yield "inbook_title", reference.collection
    yield "series_title", reference.series
    yield "keywords", "; ".join(reference.keywords)
    yield "language", reference.language
    yield "abstract", reference.abstract
