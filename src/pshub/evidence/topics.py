"""What evidence asks of the worker."""

from __future__ import annotations

DRAW = "evidence.draw"
DRAW_PROVISIONAL = "evidence.draw-provisional"
RECOMPUTE = "evidence.recompute"
ERASE = "evidence.erase"
