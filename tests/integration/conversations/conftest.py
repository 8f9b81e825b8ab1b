"""Conversations to test on."""

from __future__ import annotations

import sys
from pathlib import Path

SUPPORT = Path(__file__).resolve().parents[2] / "support" / "conversations"
if str(SUPPORT) not in sys.path:
    sys.path.append(str(SUPPORT))

from conversation_fixtures import (  # noqa: E402, F401
    conversation,
    inquiry,
    own_keys,
    planned,
    someone,
    statement,
)
