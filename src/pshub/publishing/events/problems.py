"""Why something about an event was refused, in words for whoever asked."""

from __future__ import annotations


class EventRefused(ValueError):
    """Something cannot be done with an event or a registration."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)
