"""Documents: those kinds that people exchange, each held to what its name says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext as _

from pshub.people.uploads.errors import UploadRefused

_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"#!")


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-")


def _is_rich_text(data: bytes) -> bool:
    return data.startswith(b"{\\rtf")


def _names(data: bytes) -> set[str]:
    if not data.startswith(b"PK\x03\x04"):
        return set()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except zipfile.BadZipFile:
        return set()


def _is_office(data: bytes) -> bool:
    names = _names(data)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused("macros", _("The document carries programs (macros). Save it without them, or as PDF."))
    return "[Content_Types].xml" in names


def _is_open_document(data: bytes) -> bool:
    return {"mimetype", "content.xml"} <= _names(data)


def _is_book(data: bytes) -> bool:
    return {"mimetype", "META-INF/container.xml"} <= _names(data)


def _is_text(data: bytes) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\0" in data or start.startswith(_MARKUP):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return True


CHECKS: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_text,
    "docx": _is_office,
    "epub": _is_book,
    "json": _is_text,
    "odp": _is_open_document,
    "ods": _is_open_document,
    "odt": _is_open_document,
    "pdf": _is_pdf,
    "pptx": _is_office,
    "rtf": _is_rich_text,
    "srt": _is_text,
    "txt": _is_text,
    "vtt": _is_text,
    "xlsx": _is_office,
}
EXTENSIONS = sorted(CHECKS)


def check_document(data: bytes, name: str) -> None:
    """Take a document, or say why not.

    Raises
    ------
    UploadRefused
        ``kind-not-taken``, ``wrong-ending`` or ``macros``.
    """
    extension = name.rpartition(".")[2].lower()
    check = CHECKS.get(extension)
    if check is None:
        known = ", ".join(EXTENSIONS)
        message = _("Files ending in “.%(extension)s” are not taken. Use one of: %(known)s.")
        raise UploadRefused("kind-not-taken", message % {"extension": extension, "known": known})
    if not check(data):
        message = _(
            "The name ends in “.%(extension)s”, but what is in the file is something else. "
            "Open it in the program that made it, save it as %(kind)s, and upload that."
        )
        raise UploadRefused("wrong-ending", message % {"extension": extension, "kind": extension.upper()})
