"""ZIP files: written so that equal content gives equal bytes, and read as if an enemy had made them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from pshub.evidence.errors import DamagedArchive, EvidenceError, RefusedArchive

#: The earliest date that the format can hold: a real one would make equal content differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_SYMLINK = 0o120000
_ENCRYPTED = 0x1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")

MOST_FILES = 500
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 200
_BLOCK = 1024 * 1024


def checked_name(name: str) -> str:
    """Return a member's name if it stays inside the archive and can be written on every system."""
    if len(name) > 200 or not _NAME.fullmatch(name) or ".." in name:
        raise RefusedArchive(
            "unsafe-name", f"the archive holds a file named {name[:80]!r}, which is not a name that may be unpacked"
        )
    return name


def pack(files: Mapping[str, bytes], *, compress: bool = False) -> bytes:
    """Return the bytes of a ZIP with these files, in order of name. Equal files give equal bytes."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(checked_name(name), date_time=_EPOCH)
            member.create_system = _UNIX
            member.external_attr = _PLAIN_FILE
            member.compress_type = method
            archive.writestr(member, files[name])
    return buffer.getvalue()


def _check_members(members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    if len(members) > MOST_FILES:
        raise RefusedArchive("too-many-files", f"the archive holds {len(members)} files: at most {MOST_FILES} are read")
    seen: set[str] = set()
    for member in members:
        checked_name(member.filename)
        key = member.filename.lower()
        if key in seen:
            raise RefusedArchive(
                "name-twice", f"the archive holds {member.filename} twice: which one counts is unclear"
            )
        seen.add(key)
        if (member.external_attr >> 16) & 0o170000 == _SYMLINK:
            raise RefusedArchive("link", f"{member.filename} is a link: only plain files are read")
        if member.flag_bits & _ENCRYPTED:
            raise RefusedArchive("encrypted", f"{member.filename} is encrypted: packages are never encrypted")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise RefusedArchive("compression", f"{member.filename} is compressed in a way that packages never are")
        if member.file_size > _BLOCK and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise RefusedArchive("bomb", f"{member.filename} would grow more than {MOST_RATIO} times when unpacked")
    total = sum(member.file_size for member in members)
    if total > most_bytes:
        raise RefusedArchive("too-large", f"the archive would unpack to {total} bytes: at most {most_bytes} are read")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    # The declared size is a claim of whoever made the file, so that reading stops there whatever comes.
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise DamagedArchive(f"{member.filename} is not as long as the archive says")
    return data


def unpack(data: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, bytes]:
    """Return the files of a ZIP by name.

    Raises
    ------
    RefusedArchive
        Where it is no ZIP, or holds what no archive of ours holds: names that lead outside, links, encrypted or
        doubled names, too many files, too many bytes.
    DamagedArchive
        Where a file's bytes no longer have their checksum.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_members(members, most_bytes)
            return {member.filename: _content(archive, member) for member in members}
    except EvidenceError:
        raise
    except zipfile.BadZipFile as error:
        if data[:4] == b"PK\x03\x04":
            raise DamagedArchive(f"the ZIP file can no longer be read whole: {error}") from None
        raise RefusedArchive("not-a-zip", "this is not a ZIP file") from None
    except (zlib.error, struct.error, EOFError, ValueError, RuntimeError, OverflowError, OSError) as error:
        # Of headers that were tampered with the library complains in all of these ways.
        raise DamagedArchive(f"the ZIP file can no longer be read whole: {error}") from None
