"""Requests to other servers, which never reach a private network.

What is asked for is checked where it matters: at the socket, once it is connected and before anything is written to
it. So neither a name that leads inwards, nor one that is looked up a second time, nor a redirect gets past.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    import requests

#: Seconds to connect, and to wait for an answer.
PATIENCE = (10, 30)


class InwardRequest(ValueError):
    """A request would have gone to a private network."""

    code = "private-network"

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(f"{host} is in a private network, which this hub does not send requests to")


def is_public(address: str) -> bool:
    """Return whether an IP address is one that everybody can reach."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def _checked(host: str, connected: socket.socket) -> socket.socket:
    if not settings.ALLOW_PRIVATE_NETWORKS and not is_public(connected.getpeername()[0]):
        connected.close()
        raise InwardRequest(host)
    return connected


def session() -> requests.Session:
    """Return a session for requests whose address somebody has set or typed."""
    # requests is only needed where something is sent, which is in the worker.
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class PlainConnection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _checked(self.host, super()._new_conn())

    class SecureConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _checked(self.host, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = PlainConnection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    made = requests.Session()
    # A proxy named in the environment would connect for us, past the check.
    made.trust_env = False
    for scheme in ("http://", "https://"):
        made.mount(scheme, Adapter())
    return made
