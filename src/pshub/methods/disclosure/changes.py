"""Whether enough people changed between two results for the second to be shown."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from pshub.methods.disclosure.rounding import MINIMUM

VoteSet = Mapping[Hashable, Mapping[Hashable, int]]


def participants_changed(before: VoteSet, after: VoteSet) -> int:
    """Count the people whose votes differ between two sets of votes, those who came or went included.

    Parameters
    ----------
    before, after
        For each person, their vote by statement. A person without votes is the same as an absent one.

    Examples
    --------
    >>> participants_changed({"ann": {"1": 1}, "bob": {"1": 0}}, {"ann": {"1": -1}, "bob": {"1": 0}, "eve": {"1": 1}})
    2
    """
    people = set(before) | set(after)
    return sum(dict(before.get(person, {})) != dict(after.get(person, {})) for person in people)


def release_allowed(before: VoteSet | None, after: VoteSet) -> bool:
    """Say whether the result of `after` may be shown, where that of `before` was shown last.

    The difference of two results is a result about those who changed, so there must be at least `MINIMUM` of them; or
    nobody, for then both results are the same. A first result is about everybody in it.

    Examples
    --------
    >>> release_allowed({"ann": {"1": 1}}, {"ann": {"1": -1}})
    False
    """
    changed = participants_changed(before or {}, after)
    return changed == 0 or changed >= MINIMUM
