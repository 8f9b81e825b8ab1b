"""Signposting: typed links from a publication to what belongs to it, for machines that do not read the page.

Signposting the Scholarly Web (FAIR Signposting profile), Web Linking (RFC 8288) and link sets (RFC 9264).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http.response import HttpResponseBase

from pshub.publishing.publications.citing.formats import FORMATS
from pshub.publishing.publications.citing.reference import Reference
from pshub.publishing.publications.linking.schema_org import type_of

LINKSET = "application/linkset+json"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its relation, where it leads, and the media type of what is there."""

    relation: str
    target: str
    media_type: str = ""


def beside(reference: Reference, name: str) -> str:
    """Return the address of something that lies beside the page of a publication."""
    page, _slash, version = reference.url.partition("versions/")
    asked = f"?version={version.rstrip('/')}" if version else ""
    return f"{page}{name}{asked}"


def links(reference: Reference) -> list[Link]:
    """Return the links of a publication, or of a version of it."""
    return list(_links(reference))


def _links(reference: Reference) -> Iterator[Link]:
    yield Link("cite-as", reference.address)
    yield Link("type", "https://schema.org/AboutPage")
    yield Link("type", type_of(reference))
    for name in (*reference.authors, *reference.editors):
        if name.orcid:
            yield Link("author", f"https://orcid.org/{name.orcid}")
    if reference.licence:
        yield Link("license", reference.licence)
    for form in FORMATS.values():
        yield Link("describedby", beside(reference, f"cite.{form.ending}"), form.media_type)
    if reference.pdf_url:
        yield Link("item", reference.pdf_url, "application/pdf")
    if reference.collection_url:
        yield Link("collection", reference.collection_url, "text/html")


def _safe(address: str) -> str:
    """Return an address in which nothing ends a header's value early."""
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")


def header(reference: Reference) -> str:
    """Return the value of the Link header, the link set included."""
    every = [*links(reference), Link("linkset", beside(reference, "linkset.json"), LINKSET)]
    return ", ".join(
        f'<{_safe(link.target)}>; rel="{link.relation}"' + (f'; type="{link.media_type}"' if link.media_type else "")
        for link in every
    )


def linkset(reference: Reference) -> dict[str, Any]:
    """Return the same links as a document, and from each thing beside the page the way back."""
    about: dict[str, Any] = {"anchor": reference.url}
    back: list[dict[str, Any]] = []
    for link in links(reference):
        target = {"href": link.target} | ({"type": link.media_type} if link.media_type else {})
        about.setdefault(link.relation, []).append(target)
        if link.relation in {"describedby", "item"}:
            relation = "describes" if link.relation == "describedby" else "collection"
            back.append({"anchor": link.target, relation: [{"href": reference.url, "type": "text/html"}]})
    return {"linkset": [about, *back]}


def put_links(response: HttpResponseBase) -> HttpResponseBase:
    """Add the Link header to the answer that shows a publication; a draft has none."""
    shown = getattr(response, "context_data", None) or {}
    if shown.get("reference") is not None and not shown.get("preview"):
        response["Link"] = header(shown["reference"])
    return response
