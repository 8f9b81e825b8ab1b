"""A registrar of DOIs on this machine, which behaves as DataCite's is said to."""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

STATES = {"publish": "findable", "register": "registered", "hide": "registered"}


class FakeRegistrar(ThreadingHTTPServer):
    """Keeps DOIs in memory.

    `refuse` holds words by which every change is refused, and `fail` statuses that the next requests are answered
    with: 0 cuts the line instead, 1 does the work and then cuts it. `behind` shows changes only once it is empty.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.dois: dict[str, dict[str, Any]] = {}
        self.requests: list[tuple[str, str, dict[str, Any]]] = []
        self.refuse = ""
        self.fail: list[int] = []
        self.stale: dict[str, dict[str, Any]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: FakeRegistrar

    def log_message(self, *_arguments: Any) -> None:
        return

    def do_GET(self) -> None:
        doi = self._doi()
        self.server.requests.append(("GET", doi, {}))
        if self._fails():
            return
        shown = self.server.stale.get(doi) or self.server.dois.get(doi)
        if shown is None:
            self._answer(404, {"errors": [{"status": "404", "title": "There is no such DOI."}]})
        else:
            self._answer(200, {"data": {"id": doi, "attributes": shown}})

    def do_PUT(self) -> None:
        doi = self._doi()
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        told = body["data"]["attributes"]
        self.server.requests.append(("PUT", doi, told))
        after = self.server.fail[:1] == [1]
        if not after and self._fails():
            return
        user = b64decode(self.headers["authorization"].removeprefix("Basic ")).decode()
        if user != "HUB.ONE:sesame":
            self._answer(401, {"errors": [{"status": "401", "title": "Bad credentials."}]})
            return
        if self.server.refuse:
            self._answer(422, {"errors": [{"source": "creators", "title": self.server.refuse}]})
            return
        before = self.server.dois.get(doi)
        event = told.pop("event", "")
        state = STATES.get(event, before["state"] if before else "draft")
        self.server.dois[doi] = {**told, "publisher": told["publisher"], "state": state, "created": "2026-01-01"}
        if after:
            self._fails()
            return
        self._answer(200 if before else 201, {"data": {"id": doi, "attributes": self.server.dois[doi]}})

    def _doi(self) -> str:
        return unquote(urlsplit(self.path).path.removeprefix("/dois/"))

    def _fails(self) -> bool:
        if not self.server.fail:
            return False
        status = self.server.fail.pop(0)
        if status < 100:
            self.close_connection = True
            self.connection.close()
        else:
            self._answer(status, {"errors": [{"title": "Try later."}]})
        return True

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/vnd.api+json")
        self.send_header("content-length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)


@contextmanager
def fake_registrar() -> Iterator[FakeRegistrar]:
    """Yield a registrar that answers until the end of the block."""
    server = FakeRegistrar()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
