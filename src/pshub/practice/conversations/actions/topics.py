"""What actions ask of the worker, by name."""

from __future__ import annotations

RECOMPUTE = "conversations.recompute"
CLOSE = "conversations.close"
ERASED = "conversations.erased"
