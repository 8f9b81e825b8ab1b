"""Reading requests: which verb, with which arguments, as the protocol allows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.http import QueryDict

from pshub.publishing.publications.oai.problems import ProtocolError

PREFIX = "oai_dc"
#: Arguments that a verb needs, and that it may have.
VERBS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set", "resumptionToken"})),
}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)
LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that fits the protocol."""

    verb: str
    arguments: dict[str, str] = field(default_factory=dict)


def read(values: QueryDict) -> Asked:
    """Return what a request asks, or raise `ProtocolError`."""
    verbs = values.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        known = ", ".join(VERBS)
        raise ProtocolError("badVerb", f"Ask with one verb, one of {known}.")
    (verb,) = verbs
    needed, allowed = VERBS[verb]
    arguments: dict[str, str] = {}
    for name in values:
        if name == "verb":
            continue
        if name not in needed | allowed:
            raise ProtocolError("badArgument", f"{verb} has no argument {name!r}.")
        if len(values.getlist(name)) > 1:
            raise ProtocolError("badArgument", f"The argument {name!r} is given more than once.")
        (arguments[name],) = map(str, values.getlist(name))
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise ProtocolError("badArgument", "A resumptionToken is given alone.")
    elif missing := sorted(needed - set(arguments)):
        raise ProtocolError("badArgument", f"{verb} needs the argument {missing[0]!r}.")
    if arguments.get("metadataPrefix", PREFIX) != PREFIX:
        raise ProtocolError("cannotDisseminateFormat", f"Records are given as {PREFIX!r} only.")
    return Asked(verb, arguments)


def _moment(name: str, given: str) -> datetime:
    try:
        if not _MOMENT.fullmatch(given):
            raise ValueError
        return datetime.fromisoformat(given).replace(tzinfo=UTC)
    except ValueError:
        raise ProtocolError(
            "badArgument", f"The argument {name!r} is no date such as 2026-05-04 or 2026-05-04T09:30:00Z."
        ) from None


def span(arguments: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """Return the first moment asked for, and the first that no longer is; or raise `ProtocolError`."""
    given = {name: arguments[name] for name in ("from", "until") if name in arguments}
    moments = {name: _moment(name, value) for name, value in given.items()}
    if len({len(value) for value in given.values()}) > 1:
        raise ProtocolError("badArgument", "The arguments 'from' and 'until' differ in granularity.")
    if len(moments) == 2 and moments["from"] > moments["until"]:
        raise ProtocolError("badArgument", "The argument 'from' is later than 'until'.")
    end = moments.get("until")
    if end is not None:
        step = timedelta(seconds=1) if "T" in given["until"] else timedelta(days=1)
        end = end + step if end < LATEST - step else LATEST
    return moments.get("from"), end
