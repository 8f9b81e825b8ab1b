"""Keeps what the site can find in step with what its areas hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pshub.delivery import outbox
from pshub.inquiries import catalogue


@outbox.handler(catalogue.REFRESH)
def refresh(payload: Mapping[str, Any]) -> None:
    """Take note of entries that are new, different or gone."""
    catalogue.get(payload["kind"])
