"""A publication in the vocabulary of schema.org, as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from pshub.publishing.publications.citing.names import Name
from pshub.publishing.publications.citing.reference import Reference

TYPES = {
    "report": "Report",
    "discussion-paper": "ScholarlyArticle",
    "evidence-submission": "Report",
    "essay-collection": "Collection",
    "essay": "Article",
    "blog": "BlogPosting",
}
# A data block ends at the first “</script”, wherever it stands; written so, no such thing is in it.
_HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def type_of(reference: Reference) -> str:
    """Return the address of the type that a publication is of."""
    return f"https://schema.org/{TYPES.get(reference.kind, 'Article')}"


def _maker(name: Name) -> dict[str, str]:
    orcid = f"https://orcid.org/{name.orcid}" if name.orcid else ""
    made = {
        # A name in one piece may be a person's all the same: only an ORCID iD tells.
        "@type": "Organization" if name.whole and not orcid else "Person",
        "@id": orcid,
        "name": name.full,
        "givenName": name.given,
        "familyName": f"{name.particle} {name.family}".strip(),
        "honorificSuffix": name.suffix,
        "sameAs": orcid,
    }
    return {field: value for field, value in made.items() if value}


def schema_org(reference: Reference) -> dict[str, Any]:
    """Return the description of a publication; what is not known is left out."""
    publisher = {"@type": "Organization", "name": reference.publisher, "url": f"{settings.BASE_URL}/"}
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(reference.kind, "Article"),
        "@id": reference.address,
        "url": reference.url,
        "name": reference.title,
        "headline": reference.title[:110],
        "abstract": reference.abstract,
        "author": [_maker(name) for name in reference.authors],
        "editor": [_maker(name) for name in reference.editors],
        "publisher": publisher,
        "datePublished": reference.issued.isoformat() if reference.issued else "",
        "dateModified": reference.modified.isoformat(timespec="seconds") if reference.modified else "",
        "version": reference.version,
        "license": reference.licence,
        "inLanguage": reference.language,
        "keywords": list(reference.keywords),
        "image": reference.picture,
        "isAccessibleForFree": True,
        "creativeWorkStatus": reference.status.capitalize(),
    }
    if reference.doi:
        described["identifier"] = {"@type": "PropertyValue", "propertyID": "DOI", "value": reference.doi}
        described["sameAs"] = reference.doi_url
    if reference.pdf_url:
        described["encoding"] = {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": reference.pdf_url,
        }
    whole = [
        {"@type": kind, "name": name, "url": url}
        for kind, name, url in (
            ("Collection", reference.collection, reference.collection_url),
            ("CreativeWorkSeries", reference.series, ""),
        )
        if name
    ]
    described["isPartOf"] = [{key: value for key, value in part.items() if value} for part in whole]
    return {field: value for field, value in described.items() if value or value is True}


def data_block(reference: Reference) -> SafeString:
    """Return the description as it can stand in a script element that holds data."""
    written = json.dumps(schema_org(reference), ensure_ascii=False, separators=(",", ":"))
    # Nothing in it can end the element or begin another one.
    return mark_safe(written.translate(_HARMLESS))  # noqa: S308
