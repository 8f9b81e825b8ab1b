"""Resumption tokens: all that a harvest needs to go on, signed, so that the hub keeps nothing between two requests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from pshub.publishing.publications.oai.problems import ProtocolError

_SALT = "publications.harvest"
_START = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a harvest stands: what was asked, the last record that was given, and how many were."""

    verb: str
    arguments: dict[str, str]
    datestamp: datetime
    key: uuid.UUID
    given: int


def token(position: Position) -> str:
    """Return a position as a resumption token."""
    value = [
        position.verb,
        position.arguments,
        (position.datestamp - _START) // _STEP,
        position.key.hex,
        position.given,
    ]
    return signing.dumps(value, salt=_SALT, compress=True)


def position(token: str, *, verb: str) -> Position:
    """Return where a token stands, or raise `ProtocolError` for one that we did not give for this verb."""
    try:
        of_verb, arguments, microseconds, key, given = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        of_verb = None
    if of_verb != verb:
        raise ProtocolError("badResumptionToken", f"This token was not given for {verb} here: start again without.")
    return Position(verb, arguments, _START + microseconds * _STEP, uuid.UUID(hex=key), given)
