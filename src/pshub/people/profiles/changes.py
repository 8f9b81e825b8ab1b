"""Who is told, inside the transaction, that a person or an organisation on the public site is new, different or gone.

Areas above people follow changes, so that people need not know of them::

    changes.follow(tell_catalogue)

    def tell_catalogue(kind: str, key: str, was: str) -> None:
        ...
"""

from __future__ import annotations

from collections.abc import Callable

PERSON = "person"
ORGANISATION = "organisation"

#: Called with ``person`` or ``organisation``, the key of the row as text, and, where the thing goes by another name now
#: or has no page any more, the name that it had in addresses until now.
Follower = Callable[[str, str, str], object]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Be told of every change from now on."""
    if follower not in _followers:
        _followers.append(follower)


def tell(kind: str, key: object, *, was: str = "") -> None:
    """Tell all followers of a change."""
    for follower in _followers:
        follower(kind, str(key), was)
