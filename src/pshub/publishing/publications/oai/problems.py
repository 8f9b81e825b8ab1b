"""The protocol's own errors."""

from __future__ import annotations


class ProtocolError(ValueError):
    """A request that the protocol answers with one of its errors: a code that it defines, and words."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
