"""The order of the areas: what may know of what."""

from __future__ import annotations

#: From the top down. Areas on one line are strangers to each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("site",),
    ("publications",),
    ("conversations",),
    ("inquiries",),
    ("evidence",),
    ("people",),
    ("delivery",),
)


def height(label: str) -> int | None:
    """Return how high an application stands (0 lowest), or None for one that is not ours."""
    for level, labels in enumerate(reversed(LAYERS)):
        if label in labels:
            return level
    return None
