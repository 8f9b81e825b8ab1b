"""The XML that requests are answered with."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from lxml import etree  # type: ignore[import-untyped]

from pshub.publishing.publications.linking.dublin_core import NAMESPACE as DC
from pshub.publishing.publications.oai import harvesting
from pshub.publishing.publications.oai.harvesting import Harvest
from pshub.publishing.publications.oai.models import HarvestRecord
from pshub.publishing.publications.oai.problems import ProtocolError
from pshub.publishing.publications.oai.requests import PREFIX, Asked
from pshub.publishing.publications.oai.sets import all_sets, parted

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Earlier than any record of any hub, for one that has none yet.
BEFORE_ALL = datetime(2020, 1, 1, tzinfo=UTC)
# What XML 1.0 has no way to say.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAILBOX = re.compile(r"\S+@(\S+\.)+\S+")

Element: TypeAlias = Any


def base_url() -> str:
    """Return the address of the provider."""
    return f"{settings.BASE_URL}/oai"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def identifier(key: uuid.UUID) -> str:
    """Return the identifier of a record, which stays when addresses change."""
    return f"oai:{_host()}:{key}"


def key_of(given: str) -> uuid.UUID | None:
    """Return the key in an identifier; None for what is none of ours."""
    before = f"oai:{_host()}:"
    try:
        key = uuid.UUID(given.removeprefix(before)) if given.startswith(before) else None
    except ValueError:
        return None
    return key if key and identifier(key) == given else None


def stamp(moment: datetime) -> str:
    """Return a moment as the protocol writes it, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    child.text = _UNSAYABLE.sub("", text) or None
    return child


def answer(asked: Asked | None, problem: ProtocolError | None = None) -> bytes:
    """Return the document that answers a request, or that tells what is wrong with it."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI_SCHEMA}")
    _add(root, "responseDate", stamp(timezone.now()))
    request = _add(root, "request", base_url())
    if asked is not None and (problem is None or problem.code not in {"badVerb", "badArgument"}):
        request.set("verb", asked.verb)
        for name, value in asked.arguments.items():
            request.set(name, _UNSAYABLE.sub("", value))
    if problem is None and asked is not None:
        part = etree.Element(f"{{{OAI}}}{asked.verb}")
        try:
            _WRITERS[asked.verb](part, asked)
            root.append(part)
        except ProtocolError as found:
            return answer(asked, found)
    elif problem is not None:
        _add(root, "error", str(problem), code=problem.code)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _identify(part: Element, _asked: Asked) -> None:
    first = HarvestRecord.objects.order_by("datestamp").values_list("datestamp", flat=True).first()
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if not _MAILBOX.fullmatch(address):
        # The protocol wants an address of this form, even where none is set.
        address = f"postmaster@{_host() if '.' in _host() else f'{_host()}.invalid'}"
    _add(part, "repositoryName", settings.HUB_NAME)
    _add(part, "baseURL", base_url())
    _add(part, "protocolVersion", "2.0")
    _add(part, "adminEmail", address)
    _add(part, "earliestDatestamp", stamp(first or BEFORE_ALL))
    _add(part, "deletedRecord", "persistent")
    _add(part, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def _formats(part: Element, asked: Asked) -> None:
    if "identifier" in asked.arguments:
        found = harvesting.record(key_of(asked.arguments["identifier"]))
        if found.deleted:
            raise ProtocolError("noMetadataFormats", "This record was deleted: nothing is told of it any more.")
    form = _add(part, "metadataFormat")
    _add(form, "metadataPrefix", PREFIX)
    _add(form, "schema", OAI_DC_SCHEMA)
    _add(form, "metadataNamespace", OAI_DC)


def _sets(part: Element, asked: Asked) -> None:
    if "resumptionToken" in asked.arguments:
        raise ProtocolError("badResumptionToken", "All sets are given at once: there are no tokens for them.")
    for spec, name in all_sets():
        described = _add(part, "set")
        _add(described, "setSpec", spec)
        _add(described, "setName", name)


def _header(parent: Element, record: HarvestRecord) -> None:
    header = _add(parent, "header")
    if record.deleted:
        header.set("status", "deleted")
    _add(header, "identifier", identifier(record.key))
    _add(header, "datestamp", stamp(record.datestamp))
    for spec in parted(record.sets):
        _add(header, "setSpec", spec)


def _record(parent: Element, record: HarvestRecord) -> None:
    whole = _add(parent, "record")
    _header(whole, record)
    if record.deleted:
        return
    described = etree.SubElement(_add(whole, "metadata"), f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    described.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {OAI_DC_SCHEMA}")
    for element, value in record.elements:
        etree.SubElement(described, f"{{{DC}}}{element}").text = _UNSAYABLE.sub("", value)


def _get_record(part: Element, asked: Asked) -> None:
    _record(part, harvesting.record(key_of(asked.arguments["identifier"])))


def _list_identifiers(part: Element, asked: Asked) -> None:
    harvest = harvesting.harvest(asked)
    for record in harvest.records:
        _header(part, record)
    _token(part, harvest)


def _list_records(part: Element, asked: Asked) -> None:
    harvest = harvesting.harvest(asked)
    for record in harvest.records:
        _record(part, record)
    _token(part, harvest)


def _token(part: Element, harvest: Harvest) -> None:
    if harvest.token is not None:
        _add(part, "resumptionToken", harvest.token, cursor=str(harvest.given_before))


_WRITERS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
