"""Where people are, told by counts in squares of at least ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pshub.methods.disclosure.rounding import MINIMUM, round_count

# A finer grid is taken only if it still shows most people: gaps would look like empty places.
SHOWN_SHARE = 0.6
LEVELS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 32)


@dataclass(frozen=True, slots=True)
class ReleasedDensity:
    """Squares that hold enough people.

    Attributes
    ----------
    cells
        How many squares of the given grid one shown square is wide.
    bins
        (column, row, rounded people), by column, then row; columns and rows count shown squares from the origin of
        the given grid.
    """

    cells: int
    bins: tuple[tuple[int, int, int], ...]


def release_density(bins: Iterable[tuple[int, int, int]]) -> ReleasedDensity:
    """Merge squares until most people are in squares of at least `MINIMUM`, and withhold the rest.

    People in withheld squares are, all together, nobody or at least `MINIMUM`: otherwise the smallest shown square
    is withheld too.

    Parameters
    ----------
    bins
        (column, row, people) of a fine grid; whole numbers, columns and rows may be below 0.

    Returns
    -------
    ReleasedDensity
        The finest grid that shows `SHOWN_SHARE` of the people, else the coarsest; without bins where even that shows
        nobody.

    Examples
    --------
    >>> release_density([(0, 0, 12), (1, 0, 4), (1, 1, 7)])
    ReleasedDensity(cells=2, bins=((0, 0, 25),))
    """
    fine = [(column, row, people) for column, row, people in bins if people]
    everybody = sum(people for _, _, people in fine)
    result = ReleasedDensity(cells=LEVELS[-1], bins=())
    for cells in LEVELS:
        squares: Counter[tuple[int, int]] = Counter()
        for column, row, people in fine:
            squares[column // cells, row // cells] += people
        shown = _large_enough(squares)
        result = ReleasedDensity(
            cells=cells,
            bins=tuple((column, row, round_count(people)) for (column, row), people in sorted(shown.items())),
        )
        if sum(shown.values()) >= SHOWN_SHARE * everybody:
            break
    return result


def _large_enough(squares: Counter[tuple[int, int]]) -> dict[tuple[int, int], int]:
    shown = {place: people for place, people in squares.items() if people >= MINIMUM}
    hidden = sum(people for people in squares.values() if people < MINIMUM)
    while shown and 0 < hidden < MINIMUM:
        smallest = min(shown, key=lambda place: (shown[place], place))
        hidden += shown.pop(smallest)
    return shown
