"""The package of a finding: a ZIP that can be read, checked and kept without the hub that made it.

Reading it back treats it as if an enemy had made it. Nothing here needs a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pshub import __version__
from pshub.evidence.archives import unpack
from pshub.evidence.comparison import Difference
from pshub.evidence.errors import DamagedArchive, EvidenceError, RefusedArchive
from pshub.evidence.kinds import FindingKind, Progress
from pshub.evidence.sealing import Seal, is_digest
from pshub.evidence.tables import first_cell_difference, table_path
from pshub.evidence.verification import Report, Source, Stored, Verdict, verify
from pshub.methods.canonical import canonical_json, digest_bytes

SUMS = "SHA256SUMS"
SEAL = "seal.json"
FINDING = "finding.json"
RELEASED = "released.json"
RESULT = "result.json"
SNAPSHOT = "snapshot.zip"
DATAPACKAGE = "datapackage.json"
README = "README.txt"
METHOD = "METHOD.txt"
RESTRICTED = "RESTRICTED.txt"

_REQUIRED = frozenset({SUMS, SEAL, FINDING, RELEASED, DATAPACKAGE, README})
_OPTIONAL = frozenset({RESULT, SNAPSHOT, METHOD, RESTRICTED})
_TABLE = re.compile(r"tables/[A-Za-z0-9_-]+\.csv")
_FIGURE = re.compile(r"figures/[A-Za-z0-9_-]+\.vl\.json")
_SUM_LINE = re.compile(r"([0-9a-f]{64})  (.+)")

KindOf = Callable[[str], FindingKind | None]


def figure_path(name: str) -> str:
    """Return where the specification of a figure lies in a package."""
    return f"figures/{name}.vl.json"


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the checksums of files in the form that ``sha256sum --check`` reads."""
    return "".join(f"{digest_bytes(files[name])}  {name}\n" for name in sorted(files)).encode("ascii")


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of a package.

    Raises
    ------
    RefusedArchive
        Where it is no package, or holds what no package holds.
    DamagedArchive
        Where its bytes no longer have their checksums.
    """
    files = unpack(data)
    missing = sorted(_REQUIRED - set(files))
    if missing:
        raise RefusedArchive("missing-file", f"this is not a whole package of a finding: {', '.join(missing)} missing")
    for name in sorted(files):
        if name not in _REQUIRED | _OPTIONAL and not _TABLE.fullmatch(name) and not _FIGURE.fullmatch(name):
            raise RefusedArchive("foreign-file", f"the package holds {name}, which is not a part of a package")
    altered = _altered(files)
    if altered:
        raise DamagedArchive(f"{', '.join(altered)} in the package no longer has its digest")
    return files


def _altered(files: Mapping[str, bytes]) -> list[str]:
    listed: dict[str, str] = {}
    for line in files[SUMS].decode("ascii", errors="replace").splitlines():
        match = _SUM_LINE.fullmatch(line)
        if match is None:
            return [SUMS]
        listed[match[2]] = match[1]
    rest = {name: content for name, content in files.items() if name != SUMS}
    if set(listed) != set(rest):
        return sorted(set(listed) ^ set(rest))
    return [name for name in sorted(rest) if digest_bytes(rest[name]) != listed[name]]


def _object(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    try:
        value = json.loads(files[name])
        # What has no canonical form (NaN, a torn character, a bottomless nest) can't have been sealed.
        canonical_json(value)
    except (ValueError, RecursionError) as error:
        raise RefusedArchive("not-json", f"{name} in the package is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise RefusedArchive("not-json", f"{name} in the package must hold an object")
    return value


def stored_in(files: Mapping[str, bytes]) -> Stored:
    """Return what a package holds of a finding."""
    about = _object(files, FINDING)
    try:
        seal = Seal.from_dict(_object(files, SEAL))
    except EvidenceError as error:
        raise RefusedArchive(error.code, f"{SEAL} in the package is no seal: {error}") from None
    address = about.get("digest")
    if not isinstance(address, str) or not is_digest(address):
        raise RefusedArchive("no-address", f"{FINDING} in the package does not say which finding this is")
    source = Source.NOT_INCLUDED
    if SNAPSHOT in files:
        source = Source.KEPT
    elif about.get("source") == Source.ERASED.value:
        source = Source.ERASED
    for name in (RELEASED, *([RESULT] if RESULT in files else [])):
        _object(files, name)
    result_digest = about.get("result_digest", "")
    if not isinstance(result_digest, str) or (result_digest and not is_digest(result_digest)):
        raise RefusedArchive("no-address", f"{FINDING} in the package holds a result digest that is none")
    return Stored(
        address=address,
        seal=seal,
        released=files[RELEASED],
        result=files.get(RESULT),
        result_digest=result_digest if RESULT in files else "",
        source=source,
        snapshot=files.get(SNAPSHOT),
    )


def verify_package(data: bytes, *, kind_of: KindOf, expected: str = "", progress: Progress | None = None) -> Report:
    """Verify a package: by its source where it is inside, else by its public tables.

    Parameters
    ----------
    kind_of
        Gives the installed kind of a name, or None.
    expected
        The address that the finding should have, if the caller knows it: a forger can seal a whole package anew, and
        only the address, read from a place one trusts, tells.

    Raises
    ------
    RefusedArchive
        Where the bytes are no package.
    """
    try:
        files = unpacked(data)
    except DamagedArchive as error:
        return Report(verdict=Verdict.DAMAGED, address="", title="", kind="", notes=(f"{error}.",))
    stored = stored_in(files)
    kind = kind_of(stored.seal.kind)
    report = verify(stored, kind=kind, progress=progress)
    if report.verdict is Verdict.MATCH and kind is not None:
        found = _presentation_difference(kind, files)
        if found is not None:
            report = replace(report, verdict=Verdict.DIFFERS, difference=found)
    if expected and expected != stored.seal.digest:
        note = f"This is another finding than the one asked for, {expected}."
        report = replace(report, verdict=Verdict.DIFFERS, notes=(note, *report.notes))
    return report


def _presentation_difference(kind: FindingKind, files: Mapping[str, bytes]) -> Difference | None:
    """Return where a table or figure in the package is not what the sealed public result makes."""
    released = _object(files, RELEASED)
    tables = {table_path(table.name): table for table in kind.tables(released)}
    for path in sorted({*tables, *(name for name in files if _TABLE.fullmatch(name))}):
        if path not in files or path not in tables:
            return _presence(path, "tables", packaged=path in files)
        found = first_cell_difference(files[path], tables[path])
        if found is not None:
            return Difference("tables", *found)
    software = _object(files, FINDING).get("software")
    if software != __version__:
        # Another version of the hub may draw the same numbers otherwise.
        return None
    figures = {figure_path(figure.name): canonical_json(figure.vega_lite) for figure in kind.figures(released)}
    for path in sorted({*figures, *(name for name in files if _FIGURE.fullmatch(name))}):
        if path not in files or path not in figures:
            return _presence(path, "figures", packaged=path in files)
        if files[path] != figures[path]:
            return Difference("figures", path, "another specification", "what the public result makes")
    return None


def _presence(path: str, part: str, *, packaged: bool) -> Difference:
    words = ("a file", "nothing") if packaged else ("nothing", "a file")
    return Difference(part, path, *words)
