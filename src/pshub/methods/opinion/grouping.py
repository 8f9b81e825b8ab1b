"""Who is grouped, into how many groups, and which group is called A."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pshub.methods.opinion import constants
from pshub.methods.opinion.clustering import Points, Silhouettes, cluster
from pshub.methods.opinion.opinion_map import Group
from pshub.methods.opinion.randomness import CLUSTERS, stream
from pshub.methods.opinion.votes import Votes

IntArray = npt.NDArray[np.int64]
Memberships = npt.NDArray[np.int8]


def in_conversation(votes: Votes) -> npt.NDArray[np.bool_]:
    """Return who voted enough to be grouped; bool, length n.

    At least ``min(7, C)`` votes, counted on all statements and passes too. If fewer than 15 people have them, those
    with the most votes are added up to the fifteenth, and everybody who has as many votes as the fifteenth: who comes
    first in a file must not decide. (Polis takes the first of them.)

    Examples
    --------
    >>> votes = Votes.from_labels(participants=["a", "b"], statements=["1"], votes=[("a", "1", 1)])
    >>> in_conversation(votes).tolist()
    [True, False]
    """
    cast = votes.votes_per_participant()
    enough = max(min(constants.IN_CONVERSATION_VOTES, len(votes.statements)), 1)
    if int((cast >= enough).sum()) < constants.IN_CONVERSATION_PEOPLE:
        ranked = np.sort(cast)[::-1]
        fifteenth = int(ranked[min(constants.IN_CONVERSATION_PEOPLE, len(ranked)) - 1]) if len(ranked) else 0
        enough = max(min(enough, fifteenth), 1)
    chosen: npt.NDArray[np.bool_] = cast >= enough
    return chosen


def find_groups(positions: IntArray, *, people: npt.NDArray[np.bool_], max_groups: int, seed: int) -> Memberships:
    """Return each participant's group, -1 outside the conversation; int8, length n.

    k-means for k from 2, keeping the k with the best mean silhouette; a larger k must be better by 0.02. A division
    with a group of less than 2 % of the people, or of one person, is not considered, nor is a k that leaves fewer than
    about 12 people to each group beyond the second (Polis's bound). Whether there is more than one group at all is not
    asked here: see :mod:`pshub.methods.opinion.structure`.

    Parameters
    ----------
    positions
        int64, shape (n, 2), units of 2**-30.
    people
        bool, length n: who is grouped.
    max_groups
        Largest k.
    seed
        Chooses the starts.
    """
    points = Points.from_positions(positions[people])
    most = min(max_groups, 2 + len(points.place_of) // constants.GROUP_PEOPLE)
    random = stream(seed, CLUSTERS)
    silhouettes = Silhouettes(points)
    best_label, to_beat = np.zeros(len(points.place_of), dtype=np.int64), 0.0
    for groups in range(2, most + 1):
        found = cluster(points, groups=groups, stream=random)
        if found is None or not _large_enough(found.label):
            continue
        score = silhouettes.mean(found.label)
        if score > to_beat:
            best_label, to_beat = found.label, score + constants.SILHOUETTE_GAIN
    return _spread(best_label, people)


def divide(positions: IntArray, *, people: npt.NDArray[np.bool_], groups: int, seed: int) -> Memberships:
    """Return a division into a given number of groups, all in one where there are too few places; int8, length n."""
    points = Points.from_positions(positions[people])
    found = cluster(points, groups=groups, stream=stream(seed, CLUSTERS))
    return _spread(np.zeros(len(points.place_of), dtype=np.int64) if found is None else found.label, people)


def _large_enough(label: IntArray) -> bool:
    smallest = int(np.bincount(label).min())
    return smallest >= max(2, constants.GROUP_SHARE * len(label))


def _spread(label: IntArray, people: npt.NDArray[np.bool_]) -> Memberships:
    whole = np.full(len(people), -1, dtype=np.int8)
    whole[people] = label
    return whole


def name_groups(
    memberships: Memberships, *, positions: IntArray, counts: Sequence[IntArray]
) -> tuple[Memberships, tuple[Group, ...]]:
    """Renumber groups from the largest, and name them A, B, C.

    Equal sizes are put in order by the group's centre, from left to right, then by its votes, so that neither the
    order of people nor the numbers that groups came with matter.

    Parameters
    ----------
    memberships
        int8, length n: any non-negative numbers, -1 for nobody's.
    positions
        int64, shape (n, 2).
    counts
        Arrays of shape (n-groups, C) that are compared where size and centre are equal.

    Returns
    -------
    The memberships renumbered, and the groups.
    """
    keys = []
    for group in range(int(memberships.max(initial=-1)) + 1):
        member = memberships == group
        size = int(member.sum())
        if size:
            centre = _centre(positions[member])
            keys.append((-size, centre, tuple(tuple(table[group].tolist()) for table in counts), group))
    keys.sort()
    renumbered = np.full(len(memberships), -1, dtype=np.int8)
    for index, (_, _, _, group) in enumerate(keys):
        renumbered[memberships == group] = index
    groups = tuple(Group(label=group_label(index), size=-key[0], centre=key[1]) for index, key in enumerate(keys))
    return renumbered, groups


def group_label(index: int) -> str:
    """Return A for 0, B for 1, ..., Z, then AA.

    Examples
    --------
    >>> group_label(0), group_label(25), group_label(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    number = index + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _centre(positions: IntArray) -> tuple[int, int]:
    # Python integers: sums of many people far out can't overflow.
    size = len(positions)
    x, y = (sum(column) for column in positions.T.tolist())
    return (2 * x + size) // (2 * size), (2 * y + size) // (2 * size)
