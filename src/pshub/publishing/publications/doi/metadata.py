"""What is told to the registrar, in DataCite's metadata schema 4.5."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pshub.publishing.publications.citing.names import Name
from pshub.publishing.publications.citing.reference import Reference

SCHEMA = "http://datacite.org/schema/kernel-4"
TYPES = {
    "report": "Report",
    "discussion-paper": "Report",
    "evidence-submission": "Report",
    "essay-collection": "Book",
}

#: A relation of the schema, and the DOI or address that it leads to.
Related = tuple[str, str]


def _person(name: Name) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name.sorted}
    if not name.whole:
        told |= {
            "nameType": "Personal",
            "givenName": name.given,
            "familyName": f"{name.particle} {name.family}".strip(),
        }
    elif not name.orcid:
        told["nameType"] = "Organizational"
    if name.orcid:
        told["nameIdentifiers"] = [
            {
                "nameIdentifier": f"https://orcid.org/{name.orcid}",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return {part: value for part, value in told.items() if value}


def _related(related: Iterable[Related]) -> list[dict[str, str]]:
    return [
        {
            "relationType": relation,
            "relatedIdentifier": target,
            "relatedIdentifierType": "URL" if target.startswith("http") else "DOI",
        }
        for relation, target in related
    ]


def payload(reference: Reference, *, doi: str, related: Iterable[Related] = ()) -> dict[str, Any]:
    """Return the attributes of a DOI; what is not known is left out."""
    kind = "BookChapter" if reference.collection else TYPES.get(reference.kind, "Text")
    rights = {"rights": reference.rights, "rightsUri": reference.licence}
    told: dict[str, Any] = {
        "doi": doi,
        "url": reference.url,
        "schemaVersion": SCHEMA,
        "types": {"resourceTypeGeneral": kind, "resourceType": reference.kind_label},
        "titles": [{"title": reference.title, "lang": reference.language}],
        "creators": [_person(name) for name in reference.creators],
        "contributors": [{**_person(name), "contributorType": "Editor"} for name in reference.editors],
        "publisher": {"name": reference.publisher},
        "publicationYear": str(reference.issued.year) if reference.issued else "",
        "dates": [{"date": reference.issued.isoformat(), "dateType": "Issued"}] if reference.issued else [],
        "subjects": [{"subject": keyword} for keyword in reference.keywords],
        "language": reference.language,
        "version": reference.version,
        "descriptions": [{"description": reference.abstract, "descriptionType": "Abstract"}]
        if reference.abstract
        else [],
        "rightsList": [{part: value for part, value in rights.items() if value}] if reference.rights else [],
        "relatedIdentifiers": _related(related),
    }
    return {field: value for field, value in told.items() if value}


def problems(told: dict[str, Any]) -> list[str]:
    """Return what in a payload does not fit the schema, each with its place. For the worker: it loads the schema."""
    from datacite import schema45  # type: ignore[import-untyped]

    found = sorted(schema45.validator.iter_errors(told), key=lambda error: list(map(str, error.path)))
    return [f"{'.'.join(map(str, error.path)) or 'doi'}: {error.message}" for error in found]


def shows(told: Any, seen: Any) -> bool:
    """Return whether what the registrar shows holds all that it was told; it may have added to it."""
    if isinstance(told, dict):
        if not isinstance(seen, dict):
            # Registrars show a publisher as its bare name unless asked otherwise.
            return bool(told.get("name") == seen)
        return all(shows(value, seen.get(name)) for name, value in told.items())
    if isinstance(told, list):
        return (
            isinstance(seen, list)
            and len(told) <= len(seen)
            and all(any(shows(one, other) for other in seen) for one in told)
        )
    return str(told).casefold() == str(seen).casefold()
