"""Sealing: the bytes of a snapshot, and the digests that join it to a method, parameters and a result.

A snapshot is one file, a plain uncompressed ZIP; its digest is the SHA-256 of that file, so that anybody who holds it
can check it with an ordinary tool. Inside lie the input's files and a Frictionless ``datapackage.json`` which also
holds a random nonce: without it a small input could be guessed from its digest by trying every possibility.

Nothing here knows of Django or a database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pshub.evidence.archives import pack, unpack
from pshub.evidence.errors import DamagedArchive, DamagedSnapshot, EvidenceError, RefusedArchive
from pshub.methods.canonical import canonical_json, digest_bytes
from pshub.methods.method import Method

DATAPACKAGE = "datapackage.json"
SEAL_VERSION = 1
_NONCE_BYTES = 32
_HEX = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


def is_digest(text: str) -> bool:
    """Return whether a text has the form of a digest: 64 lower-case hexadecimal digits."""
    return bool(_HEX.fullmatch(text))


@dataclass(frozen=True, slots=True)
class SealedSnapshot:
    """An input as it is kept.

    Attributes
    ----------
    files
        The input's files by name, the datapackage left out.
    nonce
        64 hexadecimal digits that nobody can guess.
    data
        The bytes that are stored.
    digest
        SHA-256 of `data`.
    """

    files: Mapping[str, bytes]
    nonce: str
    data: bytes
    digest: str


def resource(name: str, content: bytes) -> dict[str, Any]:
    """Return the Frictionless description of a file: path, media type, size and hash."""
    suffix = name.rsplit(".", 1)[-1].lower()
    return {
        "name": re.sub(r"[^a-z0-9._-]", "-", name.lower().removesuffix(f".{suffix}").replace("/", "-")),
        "path": name,
        "format": suffix,
        "mediatype": _MEDIA_TYPES.get(suffix, "application/octet-stream"),
        "bytes": len(content),
        "hash": f"sha256:{digest_bytes(content)}",
    }


def seal_snapshot(files: Mapping[str, bytes], *, nonce: str | None = None) -> SealedSnapshot:
    """Return the snapshot of an input. The same files and nonce give the same bytes on every machine."""
    if not files:
        raise EvidenceError("empty-snapshot", "a snapshot needs at least one file: there is nothing to seal")
    if DATAPACKAGE in files:
        raise EvidenceError("reserved-name", f"{DATAPACKAGE} is written by the sealing itself: name the file otherwise")
    nonce = nonce if nonce is not None else secrets.token_hex(_NONCE_BYTES)
    if not is_digest(nonce):
        raise EvidenceError("bad-nonce", "the nonce of a snapshot is 64 lower-case hexadecimal digits")
    package = {
        "name": "snapshot",
        "profile": "data-package",
        "nonce": nonce,
        "resources": [resource(name, files[name]) for name in sorted(files)],
    }
    data = pack({**files, DATAPACKAGE: canonical_json(package)})
    return SealedSnapshot(files=dict(files), nonce=nonce, data=data, digest=digest_bytes(data))


def open_snapshot(data: bytes, *, digest: str) -> SealedSnapshot:
    """Return a stored snapshot, checked against its digest first.

    Raises
    ------
    DamagedSnapshot
        Where a single byte is not what was sealed, or the content is no snapshot.
    """
    found = digest_bytes(data)
    if found != digest:
        raise DamagedSnapshot(
            f"the stored source should have the digest {digest[:16]}… but its bytes give {found[:16]}…"
        )
    try:
        files = unpack(data)
        package = json.loads(files.pop(DATAPACKAGE))
        nonce = package["nonce"]
    except (RefusedArchive, DamagedArchive, KeyError, TypeError, ValueError) as error:
        raise DamagedSnapshot(f"the stored source is not a snapshot: {error}") from None
    if not isinstance(nonce, str) or not is_digest(nonce):
        raise DamagedSnapshot("the stored source is not a snapshot: it holds no nonce")
    return SealedSnapshot(files=files, nonce=nonce, data=data, digest=digest)


def commitment(*, nonce: str, result_digest: str) -> str:
    """Return what binds an exact result without letting anybody guess it: an HMAC under the snapshot's nonce."""
    return hmac.new(bytes.fromhex(nonce), result_digest.encode("ascii"), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Seal:
    """Everything that a finding's address covers."""

    kind: str
    title: str
    method: Method
    parameters: Mapping[str, Any]
    snapshot_digest: str
    released_digest: str
    commitment: str

    def to_dict(self) -> dict[str, Any]:
        """Return the form that is hashed and that packages hold."""
        return {
            "seal": SEAL_VERSION,
            "kind": self.kind,
            "title": self.title,
            "method": self.method.name,
            "version": self.method.version,
            "constants": dict(self.method.constants),
            "parameters": dict(self.parameters),
            "snapshot_digest": self.snapshot_digest,
            "released_digest": self.released_digest,
            "commitment": self.commitment,
        }

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Seal:
        """Return the seal that a package holds.

        Raises
        ------
        EvidenceError
            Where a part is missing or of the wrong type (``bad-seal``).
        """
        try:
            if value["seal"] != SEAL_VERSION:
                raise EvidenceError("bad-seal", "the seal was made by a newer version of the hub: update this one")
            texts = {
                name: value[name]
                for name in ("kind", "title", "method", "version", "snapshot_digest", "released_digest", "commitment")
            }
            constants, parameters = value["constants"], value["parameters"]
        except (KeyError, TypeError) as error:
            raise EvidenceError("bad-seal", f"the seal lacks its part {error}") from None
        if not all(isinstance(text, str) for text in texts.values()):
            raise EvidenceError("bad-seal", "a part of the seal that must be text is not")
        if not isinstance(constants, dict) or not isinstance(parameters, dict):
            raise EvidenceError("bad-seal", "constants and parameters of the seal must be objects")
        return cls(
            kind=texts["kind"],
            title=texts["title"],
            method=Method(name=texts["method"], version=texts["version"], constants=constants),
            parameters=parameters,
            snapshot_digest=texts["snapshot_digest"],
            released_digest=texts["released_digest"],
            commitment=texts["commitment"],
        )

    @property
    def digest(self) -> str:
        """The finding's address."""
        return digest_bytes(canonical_json(self.to_dict()))


def normalised(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value as it is after a trip through its canonical bytes, so that stored and computed values compare."""
    result: dict[str, Any] = json.loads(canonical_json(value))
    return result
