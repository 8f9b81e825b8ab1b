"""A StreamField whose blocks stay out of migrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):  # type: ignore[misc]
    """A StreamField that migrations know as JSON only: what blocks it may hold is a matter of code."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave out the blocks."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
