"""Keeps what the browser tests measured, for the statement about accessibility.

With PSHUB_MEASURED naming a file, a run of ``test_every_page.py`` leaves its result there. The one that comes with the
software is ``src/pshub/site/notices/accessibility.json``.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from inspection import SCHEMES, WIDTHS

import pshub

STANDARD = "WCAG 2.2 level AA"


class Measured:
    """What was found on the pages looked at so far."""

    def __init__(self, browser: str) -> None:
        self.browser = browser
        self.pages: dict[str, set[str]] = {}

    def note(self, path: str, rules: Iterable[str]) -> None:
        """Note what was found on a page."""
        self.pages.setdefault(path, set()).update(rules)

    def result(self) -> dict[str, Any]:
        """Return what the statement reads."""
        broken = Counter(rule for rules in self.pages.values() for rule in rules)
        version = re.search(r"axe v([\d.]+)", AXE_SCRIPT[:400])
        return {
            "on": datetime.now(UTC).date().isoformat(),
            "version": pshub.__version__,
            "tool": f"axe-core {version.group(1) if version else ''}".strip(),
            "browser": self.browser,
            "standard": STANDARD,
            "pages": len(self.pages),
            "widths": list(WIDTHS),
            "schemes": list(SCHEMES),
            "violations": [{"rule": rule, "pages": broken[rule]} for rule in sorted(broken)],
        }

    def write(self) -> None:
        """Write the result where it was asked for; a run that looked at hardly anything is no measurement."""
        name = os.environ.get("PSHUB_MEASURED", "")
        if name and len(self.pages) >= 20:
            text = json.dumps(self.result(), indent=1) + "\n"
            Path(name).write_text(text, encoding="utf-8")
