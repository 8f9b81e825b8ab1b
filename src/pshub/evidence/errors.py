"""What can go wrong with evidence, in words for the person who meets it."""

from __future__ import annotations


class EvidenceError(ValueError):
    """Something about a snapshot, a finding or a package is not as it must be."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class DamagedSnapshot(EvidenceError):
    """Stored bytes are not what was sealed."""

    def __init__(self, message: str) -> None:
        super().__init__("damaged-snapshot", message)


class ErasedSnapshot(EvidenceError):
    """The bytes of a snapshot were erased on purpose."""

    def __init__(self, digest: str) -> None:
        super().__init__("erased-snapshot", f"the source {digest[:12]} was erased: its bytes are no longer kept")


class RefusedArchive(EvidenceError):
    """A ZIP file is not one that this software would have written, or would do harm."""


class DamagedArchive(EvidenceError):
    """A ZIP file can no longer be read as it was written."""

    def __init__(self, message: str) -> None:
        super().__init__("damaged-archive", message)


class UnknownCell(EvidenceError):
    """An address names no cell of a finding."""

    def __init__(self, address: str, message: str) -> None:
        self.address = address
        super().__init__("unknown-cell", message)


class TooFewChanged(EvidenceError):
    """A new public result would stand too close to the last one."""

    def __init__(self, changed: int, minimum: int) -> None:
        self.changed = changed
        self.minimum = minimum
        super().__init__(
            "too-few-changed",
            f"only {changed} participants changed since the last public result: at least {minimum} must change, or the "
            f"two results side by side would tell what single people said",
        )
