"""What a reader may choose about an opinion map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from pshub.methods.canonical import Json
from pshub.methods.opinion.errors import OpinionError

Mode = Literal["robust", "polis"]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How to draw an opinion map.

    Attributes
    ----------
    mode
        ``robust`` (the default) or ``polis``, which follows Polis stage by stage, given its groups.
    seed
        Chooses the shuffles of the null test, the starts of the clustering and the halves of the split test.
    shuffles
        How often votes are shuffled to learn what chance alone would give; at least 50 in published results.
    max_groups
        The largest number of groups tried, 1 to 5.

    Raises
    ------
    OpinionError
        A value that is out of range.

    Examples
    --------
    >>> Parameters(seed=3).to_dict()
    {'mode': 'robust', 'seed': 3, 'shuffles': 50, 'max_groups': 5}
    >>> Parameters.from_dict({"mode": "polis"}).mode
    'polis'
    """

    mode: Mode = "robust"
    seed: int = 0
    shuffles: int = 50
    max_groups: int = 5

    def __post_init__(self) -> None:
        """Refuse values out of range."""
        if self.mode not in ("robust", "polis"):
            raise OpinionError("parameter", name="mode", found=self.mode, expected="it is 'robust' or 'polis'")
        for name, low, high in (("seed", 0, 2**63 - 1), ("shuffles", 1, 10_000), ("max_groups", 1, 5)):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                expected = f"it is a whole number from {low} to {high}"
                raise OpinionError("parameter", name=name, found=value, expected=expected)

    def to_dict(self) -> dict[str, Json]:
        """Return the form that digests and packages hold."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Parameters:
        """Build from :meth:`to_dict`; names left out have their defaults, unknown names are refused."""
        known = {field.name for field in fields(cls)}
        for name in values:
            if name not in known:
                raise OpinionError("parameter", name=name, found=values[name], expected="there is no such parameter")
        return cls(**values)
