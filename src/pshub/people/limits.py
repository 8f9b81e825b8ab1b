"""How often one network may do something. Nothing is stored but counters in the cache, which expire."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from pshub.people.networks import network_hash

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def seconds_left(name: str, *, now: float | None = None) -> int:
    """Return after how many seconds a limit starts to count anew."""
    period = int(settings.RATE_LIMITS[name][1])
    moment = time.time() if now is None else now
    return period - int(moment) % period


def allow(request: HttpRequest, name: str, *, now: float | None = None) -> bool:
    """Count one use of a limit by the network of a request; return whether it is within the limit.

    Parameters
    ----------
    name
        A key of ``settings.RATE_LIMITS``, whose value is how many uses are allowed in how many seconds.
    now
        Seconds since the epoch, for tests.
    """
    most, period = settings.RATE_LIMITS[name]
    moment = time.time() if now is None else now
    window = int(moment) // int(period)
    # The window is part of what is hashed, so that a network's names in two windows cannot be joined.
    key = f"limit:{name}:{network_hash(request, salt=f'{name}:{window}')}"
    cache = caches["limits"]
    cache.add(key, 0, timeout=int(period))
    try:
        used = cache.incr(key)
    except ValueError:  # the counter was dropped between the two calls
        cache.set(key, 1, timeout=int(period))
        used = 1
    return bool(used <= most)


def too_many(request: HttpRequest, name: str) -> HttpResponse:
    """Return the page that says to wait, and for how long."""
    wait = seconds_left(name)
    context = {"minutes": max(1, round(wait / 60)), "seconds": wait}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def limited(name: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View[P]], View[P]]:
    """Hold a view's requests by some methods, POST unless said otherwise, to a limit."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def within_limit(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method in methods and not allow(request, name):
                return too_many(request, name)
            return view(request, *args, **kwargs)

        return within_limit

    return decorate
