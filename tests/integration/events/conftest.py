"""Events to test on."""

from __future__ import annotations

import sys
from pathlib import Path

SUPPORT = Path(__file__).resolve().parents[2] / "support" / "events"
if str(SUPPORT) not in sys.path:
    sys.path.append(str(SUPPORT))

from event_fixtures import by, diary, hold_event, inquiry  # noqa: E402, F401
