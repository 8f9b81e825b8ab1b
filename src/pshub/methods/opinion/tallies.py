"""How each group voted on each statement, counted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion.votes import Votes

Counts = npt.NDArray[np.int64]


def tally(votes: Votes, memberships: npt.NDArray[np.int8], groups: int) -> tuple[Counts, Counts, Counts]:
    """Return agrees, disagrees and passes per group and statement; int64, shape (groups, C).

    Parameters
    ----------
    votes
        n participants, C statements.
    memberships
        int8, length n: each participant's group, -1 for none.
    groups
        k; memberships are below it.

    Examples
    --------
    >>> votes = Votes.from_labels(participants=["a", "b"], statements=["1"], votes=[("a", "1", 1), ("b", "1", 0)])
    >>> [table.tolist() for table in tally(votes, np.array([0, 0], dtype=np.int8), 1)]
    [[[1]], [[0]], [[1]]]
    """
    size = len(votes.statements)
    group = memberships[votes.rows].astype(np.int64)
    inside = group >= 0
    cell = (group[inside] * size + votes.columns[inside]) * 3 + votes.values[inside] + 1
    table = np.bincount(cell, minlength=groups * size * 3).reshape(groups, size, 3).astype(np.int64)
    return table[:, :, 2].copy(), table[:, :, 0].copy(), table[:, :, 1].copy()
