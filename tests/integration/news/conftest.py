"""A home page with a list of news, an editor in the studio, and servers of other networks that are played here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from pshub.people.actions import give_role
from pshub.people.actors import Actor
from pshub.people.models import User
from pshub.people.roles import Role
from pshub.people.second_factor import DEMO_SESSION
from pshub.publishing.news.models import NewsIndexPage

BY = Actor.system("tests")


@pytest.fixture
def by() -> Actor:
    """Somebody who may do everything."""
    return BY


@pytest.fixture
def news_list(db: None) -> NewsIndexPage:
    """The list of news, at the top of the site."""
    home = Page.objects.get(depth=2)
    return home.add_child(instance=NewsIndexPage(title="News", slug="news"))


@pytest.fixture
def editor(settings: Any, db: None) -> Client:
    """A browser of somebody who edits."""
    settings.DEMO = True
    user = User.objects.create_user("editor@example.org", name="Edith", demo=True)
    give_role(user=user, role=Role.EDITOR, by=BY)
    client = Client()
    client.force_login(user, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session[DEMO_SESSION] = True
    session.save()
    return client


class Networks:
    """A Mastodon server and a Bluesky server in one, as far as posting goes."""

    def __init__(self) -> None:
        self.statuses: dict[str, dict[str, Any]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.media: list[bytes] = []
        self.asked: list[str] = []
        #: Answers to give instead, one for each request that writes: a status, or 0 to hang up without a word.
        self.trouble: list[int] = []

    def answer(self, path: str, headers: Any, body: bytes) -> tuple[int, dict[str, Any]]:
        """Do what a server does."""
        self.asked.append(path)
        told = json.loads(body) if headers.get("Content-Type", "").startswith("application/json") else {}
        if path == "/api/v2/media" or path.endswith("uploadBlob"):
            self.media.append(body)
            return 200, {"id": "7", "blob": {"$type": "blob", "ref": {"$link": "x"}, "size": len(body)}}
        if path.endswith("createSession"):
            right = told == {"identifier": "hub.example.org", "password": "a password"}
            return (200, {"accessJwt": "jwt", "did": "did:plc:hub"}) if right else (401, {"message": "Wrong password"})
        if path == "/api/v1/statuses":
            key = headers["Idempotency-Key"]
            self.statuses.setdefault(key, told)
            number = list(self.statuses).index(key) + 1
            return 200, {"id": str(number), "url": f"https://social.example/@hub/{number}"}
        if path.endswith("putRecord"):
            self.records[told["rkey"]] = told["record"]
            return 200, {"uri": f"at://did:plc:hub/app.bsky.feed.post/{told['rkey']}", "cid": "c"}
        return 404, {"error": "no such thing"}


@pytest.fixture
def networks(settings: Any) -> Iterator[Networks]:
    """Both networks, set up and reachable on this machine."""
    played = Networks()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, told = played.answer(self.path, self.headers, body)
            writes = self.path == "/api/v1/statuses" or self.path.endswith("putRecord")
            if writes and played.trouble:
                status, told = played.trouble.pop(0), {"error": "There is trouble"}
            if status == 0:
                self.close_connection = True
                return
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.ALLOW_PRIVATE_NETWORKS = True
    settings.MASTODON_URL, settings.MASTODON_TOKEN = address, "a token"
    settings.BLUESKY_URL, settings.BLUESKY_HANDLE = address, "hub.example.org"
    settings.BLUESKY_APP_PASSWORD = "a password"
    yield played
    server.shutdown()
    server.server_close()
    thread.join()
