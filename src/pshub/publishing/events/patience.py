"""Waiting for one's turn to write when very many want to at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")

#: The database gives up after some seconds; somebody who registers in a rush would rather wait than begin anew.
TRIES = 5


def patient(action: Callable[P, R]) -> Callable[P, R]:
    """Let an action wait in line again where the database stayed busy: nothing of it was written then."""

    @wraps(action)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return action(*args, **kwargs)
            except OperationalError:
                # Inside a transaction of somebody else's, only they can begin anew.
                if connection.in_atomic_block:
                    raise
        return action(*args, **kwargs)

    return in_turn
