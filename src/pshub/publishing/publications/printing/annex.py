"""Tables that are too long to stand in the text on paper: they follow at the end, across the page."""

from __future__ import annotations

from collections.abc import Iterator

from pshub.evidence.embedding import FindingBlock, ShownTable

#: Rows of a table that still stands in the text.
MOST_ROWS = 12


class Annex:
    """The long tables of one publication, counted as they are met; one that is met again keeps its number."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[FindingBlock, ShownTable]] = {}

    def __iter__(self) -> Iterator[tuple[FindingBlock, ShownTable]]:
        """Each table, with the finding that it is of."""
        return iter(self._kept.values())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._kept)

    def number(self, block: FindingBlock, table: ShownTable) -> int:
        """Return the number of a table at the end; 0 for one that is short enough for the text."""
        if len(table.rows) <= MOST_ROWS:
            return 0
        key = (block.digest, table.name)
        self._kept.setdefault(key, (block, table))
        return list(self._kept).index(key) + 1
