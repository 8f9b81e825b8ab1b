"""What is shown where somebody passes the address of a publication on."""

from __future__ import annotations

from django.conf import settings

from pshub.publishing.publications.citing.reference import Reference


def open_graph(reference: Reference) -> list[tuple[str, str]]:
    """Return pairs of property and content."""
    pairs = [
        ("og:type", "article"),
        ("og:site_name", settings.HUB_NAME),
        ("og:title", reference.title),
        ("og:description", reference.abstract),
        ("og:url", reference.url),
        ("og:image", reference.picture),
        ("og:locale", reference.language.replace("-", "_")),
        ("article:published_time", reference.issued.isoformat() if reference.issued else ""),
        ("article:modified_time", reference.modified.isoformat(timespec="seconds") if reference.modified else ""),
        *(("article:tag", keyword) for keyword in reference.keywords),
    ]
    return [(name, content) for name, content in pairs if content]
