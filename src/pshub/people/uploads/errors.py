"""A file that is not taken, in words that say what to do instead."""

from __future__ import annotations


class UploadRefused(ValueError):
    """A file is not taken."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
