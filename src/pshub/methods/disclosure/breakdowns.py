"""A total and its parts, with what is too small withheld so that it can't be had by subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pshub.methods.disclosure.rounding import MINIMUM, DisclosureError, released_counts


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rounded counts of a total and of those of its parts that may be shown.

    Attributes
    ----------
    total
        Rounded counts, one per answer; None where the whole row is withheld.
    parts
        Rounded counts of the parts that are shown; a part that is withheld is absent.
    withheld
        Names of the parts that are not shown, in the order in which they were given.
    """

    total: tuple[int, ...] | None
    parts: Mapping[str, tuple[int, ...]]
    withheld: tuple[str, ...]


def release_breakdown(name: str, total: Sequence[int], parts: Mapping[str, Sequence[int]]) -> Breakdown:
    """Decide what of a total and its parts may be shown.

    A part with fewer than `MINIMUM` people is withheld (primary suppression). What is withheld can be had from the
    total by subtracting what is shown, so all of it together must again be nobody or at least `MINIMUM` people: the
    smallest shown part is withheld too until that holds (secondary suppression; ties by name).

    Parameters
    ----------
    name
        What the row is about; named in errors.
    total
        Exact counts, one per answer, over everybody.
    parts
        Exact counts in the same order of answers. Together the parts are everybody: people in no group are a part.

    Raises
    ------
    DisclosureError
        Counts below 0, or parts that do not add up to the total: then nothing can be promised.

    Examples
    --------
    >>> release_breakdown("1", [40, 20, 5], {"A": [30, 0, 2], "B": [8, 18, 2], "rest": [2, 2, 1]}).withheld
    ('B', 'rest')
    """
    for answer, whole in enumerate(total):
        added = sum(counts[answer] for counts in parts.values())
        if added != whole:
            raise DisclosureError("parts", row=name, found=added, expected=whole)
    released_total = released_counts(total)
    if released_total is None:
        return Breakdown(total=None, parts={}, withheld=tuple(parts))
    shown = {part: released for part, counts in parts.items() if (released := released_counts(counts)) is not None}
    people = {part: sum(counts) for part, counts in parts.items()}
    while 0 < sum(people[part] for part in parts if part not in shown) < MINIMUM:
        smallest = min(shown, key=lambda part: (people[part], part))
        del shown[smallest]
    return Breakdown(total=released_total, parts=shown, withheld=tuple(part for part in parts if part not in shown))
