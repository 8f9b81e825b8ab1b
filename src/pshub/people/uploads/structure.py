"""Where a picture ends, read from its own structure: what stands behind that is no part of it.

A file can be a picture to one program and a page, a program or an archive to another. Such files carry the second thing
behind the first, where readers of pictures never look.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


class Broken(ValueError):
    """A picture ends before its structure says so, or the structure makes no sense."""


def png_end(data: bytes) -> int:
    """Return where the chunk IEND ends."""
    place = 8
    while True:
        length = int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        place += 12 + length
        if place > len(data):
            raise Broken
        if kind == b"IEND":
            return place


def _sub_blocks_end(data: bytes, place: int) -> int:
    while data[place]:
        place += 1 + data[place]
    return place + 1


def _table(flags: int) -> int:
    """Return the length of a colour table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def gif_end(data: bytes) -> int:
    """Return where the trailer stands, and one further."""
    place = 13 + _table(data[10])
    while True:
        match data[place]:
            case 0x3B:
                return place + 1
            case 0x21:
                place = _sub_blocks_end(data, place + 2)
            case 0x2C:
                place = _sub_blocks_end(data, place + 11 + _table(data[place + 9]))
            case _:
                raise Broken


def jpeg_end(data: bytes) -> int:
    """Return where the first picture's end marker ends."""
    place = 2
    while True:
        if data[place] != 0xFF:
            raise Broken
        marker = data[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker == 0xFF or marker in _NO_LENGTH:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        place += 2 + length
        if marker == 0xDA:
            place = _scan_end(data, place)


def _scan_end(data: bytes, place: int) -> int:
    """Return where the coded part of a picture ends: at the next marker that does not belong to it."""
    while True:
        place = data.index(b"\xff", place)
        follows = data[place + 1]
        if follows != 0 and follows not in _NO_LENGTH:
            return place
        place += 2


def webp_end(data: bytes) -> int:
    """Return where the RIFF container ends."""
    length = int.from_bytes(data[4:8], "little")
    return 8 + length + length % 2


def avif_end(data: bytes) -> int:
    """Return where the last box ends that is one."""
    place = 0
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if length < 8 or not kind.isalnum():
            break
        place += length
    return place


_ENDS: dict[str, Callable[[bytes], int]] = {
    "PNG": png_end,
    "GIF": gif_end,
    "JPEG": jpeg_end,
    "WEBP": webp_end,
    "AVIF": avif_end,
}


def rest_of(data: bytes, kind: str) -> bytes:
    """Return what stands behind a picture.

    Raises
    ------
    Broken
        Where the picture has no end.
    """
    try:
        end = _ENDS[kind](data)
    except (struct.error, IndexError, ValueError):
        raise Broken from None
    if end > len(data):
        raise Broken
    return data[end:]


def harmless(rest: bytes, kind: str) -> bool:
    """Return whether what stands behind a picture is filling, or what telephones write behind a photograph.

    That is a second picture, a film of the moment, or notes of their maker. None of it is kept.
    """
    if not rest.strip(b"\0\r\n \xff"):
        return True
    film, second, notes = rest[4:8] == b"ftyp", rest.startswith(b"\xff\xd8\xff"), rest.endswith(b"SEFT")
    return kind == "JPEG" and (film or second or notes)
