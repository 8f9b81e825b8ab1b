"""Canonical bytes of JSON values, and their digests.

Two parties that hold equal values must get equal bytes, whatever the order in which dictionaries were filled or the
machine they run on. The form follows RFC 8785 where that matters here: keys sorted, no white space, UTF-8, no NaN or
infinity. Python writes a float by its shortest round-trip form, which is the same on every platform that has IEEE 754
doubles.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


class NotCanonical(ValueError):
    """A value has no canonical form (a NaN, an infinity, a key that is no text, a foreign type)."""

    code = "not-canonical"

    def __init__(self, path: str, value: object) -> None:
        self.path = path
        self.value = value
        super().__init__(f"{path or 'the value'}: {value!r} cannot be written in canonical form")


def _normalised(value: object, path: str) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotCanonical(path, value)
        return 0.0 if value == 0 else value
    if isinstance(value, Mapping):
        normal: dict[str, object] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(path, key)
            normal[key] = _normalised(item, f"{path}/{key}")
        return normal
    if isinstance(value, list | tuple):
        return [_normalised(item, f"{path}/{position}") for position, item in enumerate(value)]
    raise NotCanonical(path, value)


def canonical_json(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value.

    Parameters
    ----------
    value
        Nested dictionaries with text keys, lists or tuples, text, integers, finite floats, booleans and None.

    Raises
    ------
    NotCanonical
        Where a part of the value has no canonical form; says at which path.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": [0.5, None]})
    b'{"a":[0.5,null],"b":1}'
    """
    text = json.dumps(
        _normalised(value, ""), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def digest_json(value: object) -> str:
    """Return the SHA-256 of a value's canonical bytes as 64 lower-case hexadecimal digits."""
    return digest_bytes(canonical_json(value))
