"""The web server: gunicorn inside this process, with threads, because most requests wait for the disk."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication

#: Seconds after which a request that does not end is given up.
TIMEOUT = 60
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108


class WebServer(BaseApplication):  # type: ignore[misc]
    """gunicorn, told all it needs from here: it reads no file and no command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application, loaded in each web process."""
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()


def server_options(*, bind: str, workers: int, threads: int) -> dict[str, Any]:
    """Return gunicorn's options."""
    options: dict[str, Any] = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": TIMEOUT,
        "graceful_timeout": 10,
        "keepalive": 5,
        "accesslog": None,
        "errorlog": "-",
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "pshub",
    }
    if _SHARED_MEMORY.is_dir():
        # A heartbeat file on a slow disk would look like a process that hangs.
        options["worker_tmp_dir"] = str(_SHARED_MEMORY)
    return options


def serve_web(*, bind: str, workers: int, threads: int) -> None:
    """Serve until a signal says to stop."""
    WebServer(server_options(bind=bind, workers=workers, threads=threads)).run()


def split_bind(bind: str) -> tuple[str, int]:
    """Return host and port of an address such as ``127.0.0.1:8000`` or ``[::1]:8000``."""
    host, colon, port = bind.rpartition(":")
    if not colon or not port.isdigit() or not 0 < int(port) < 65536:
        raise click.BadParameter(f"“{bind}” is not an address such as 127.0.0.1:8000", param_hint="--bind")
    return host.strip("[]") or "127.0.0.1", int(port)


def require_free_port(host: str, port: int, *, change: str) -> None:
    """Refuse where another program listens on an address.

    Parameters
    ----------
    host, port
        The address to try.
    change
        How to choose another port, for the message.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(found[4])
    except OSError as problem:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({problem.strerror or problem}): another program may be using that port. "
            f"Stop it, or choose another port: {change}"
        ) from None
