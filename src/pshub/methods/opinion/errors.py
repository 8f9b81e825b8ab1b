"""What can be wrong with votes, as one error class with a code and parameters for the web layer to word."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "shape": "{what} has {found} entries where {expected} were expected",
    "row-range": "vote {vote} names participant number {found}, but there are {expected} participants",
    "column-range": "vote {vote} names statement number {found}, but there are {expected} statements",
    "value": "vote {vote} is {found}; a vote is 1 (agree), -1 (disagree) or 0 (pass)",
    "label-repeated": "the {what} {label!r} is named twice; every {what} needs a name of its own",
    "pair-repeated": "participant {participant!r} has two votes on statement {statement!r}; only the last may count",
    "too-many-statements": "{found} statements are too many for this method, which takes at most {expected}",
    "membership-shape": "memberships has {found} entries; it needs one for each of the {expected} participants",
    "membership-range": "group {found} is out of range; groups are numbered from 0 to {expected}, and -1 means none",
    "parameter": "the parameter {name} is {found!r}; {expected}",
    "axes-shape": "the given axes have {found} entries for {expected} statements",
    "not-cast": "participant {participant} has no vote on statement {statement} to take back",
}


class OpinionError(ValueError):
    """Votes, or parameters, that can't be analysed.

    Parameters
    ----------
    code
        Stable identifier of what is wrong, for code and for translated messages.
    message
        Plain text with ``{name}`` places; by default the text kept in this module for the code.
    params
        What was found and where.

    Examples
    --------
    >>> str(OpinionError("value", vote=3, found=7))
    'vote 3 is 7; a vote is 1 (agree), -1 (disagree) or 0 (pass)'
    """

    def __init__(self, code: str, message: str | None = None, **params: object) -> None:
        self.code = code
        self.params = params
        template = message if message is not None else MESSAGES.get(code, code)
        super().__init__(template.format(**params))
