"""From votes on statements to the opinion map: where people differ, in which groups, and what each group says.

    >>> from pshub.methods.opinion import Votes, analyse
    >>> votes = Votes.from_labels(
    ...     participants=["ann", "bob"],
    ...     statements=["1", "2"],
    ...     votes=[("ann", "1", 1), ("bob", "1", -1), ("bob", "2", 1)],
    ... )
    >>> analyse(votes).axes.status
    'one'

Names are loaded when first used, so that a web process that only needs :mod:`pshub.methods.opinion.routing` never
loads NumPy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what the names below are; at run time they are loaded when first used
    from pshub.methods.method import Method, result_digest
    from pshub.methods.opinion.analysis import analyse
    from pshub.methods.opinion.errors import OpinionError
    from pshub.methods.opinion.identity import method
    from pshub.methods.opinion.opinion_map import OpinionMap
    from pshub.methods.opinion.parameters import Parameters
    from pshub.methods.opinion.problems import VotesError
    from pshub.methods.opinion.reading import read_votes
    from pshub.methods.opinion.routing import priorities
    from pshub.methods.opinion.votes import Votes

    METHOD: Method

__all__ = [
    "METHOD",
    "OpinionError",
    "OpinionMap",
    "Parameters",
    "Votes",
    "VotesError",
    "analyse",
    "method",
    "priorities",
    "read_votes",
    "result_digest",
]

_HOMES = {
    "OpinionError": "errors",
    "OpinionMap": "opinion_map",
    "Parameters": "parameters",
    "Votes": "votes",
    "VotesError": "problems",
    "analyse": "analysis",
    "method": "identity",
    "priorities": "routing",
    "read_votes": "reading",
    "result_digest": "analysis",
}


def __getattr__(name: str) -> Any:
    if name == "METHOD":
        # Built at each access, so that it always shows the constants as they are.
        return import_module(f"{__name__}.identity").method()
    if name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
