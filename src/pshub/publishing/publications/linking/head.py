"""The tags of a publication's head, as its template writes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from pshub.publishing.publications.citing.reference import Reference
from pshub.publishing.publications.linking.dublin_core import NAMESPACE, dublin_core
from pshub.publishing.publications.linking.highwire import highwire
from pshub.publishing.publications.linking.open_graph import open_graph
from pshub.publishing.publications.linking.schema_org import data_block


@dataclass(frozen=True, slots=True)
class Head:
    """Tags by name, tags by property, and the data block."""

    named: list[tuple[str, str]]
    properties: list[tuple[str, str]]
    data: SafeString
    dublin_core: str = NAMESPACE


def head(reference: Reference) -> Head:
    """Return what the head of a publication says."""
    named = [*highwire(reference), *((f"DC.{element}", value) for element, value in dublin_core(reference))]
    return Head(named, open_graph(reference), data_block(reference))
