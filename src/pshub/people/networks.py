"""Telling networks apart without knowing them: a keyed hash that changes with time and is kept in the cache only."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: Bits of an IPv6 address that name a household or a building; the rest names a device and changes by the hour.
NETWORK_BITS = 64


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, for use within this request only.

    A proxy's header counts only where the hub is said to stand behind one: anybody can send it. The last address in
    it is the one that our own proxy wrote.
    """
    if settings.BEHIND_PROXY:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        last = forwarded.rpartition(",")[2].strip()
        if last:
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """Return the network of an address: an IPv4 address whole, of IPv6 the first 64 bits."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, NETWORK_BITS), strict=False))
    return str(parsed)


def network_hash(request: HttpRequest, *, salt: str) -> str:
    """Return a short name for the network of a request that cannot be turned back into an address without the key.

    Parameters
    ----------
    salt
        Part of the hash. With a number of the day or the hour in it, the name is forgotten when that has passed.
    """
    message = f"{salt}|{network_of(address_of(request))}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:32]
