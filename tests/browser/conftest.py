"""A real hub and a real browser: one of each for the whole run."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# The tests and the hub's own process share these modules.
sys.path.insert(0, str(HERE))

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and keep it on one worker: there is one hub and one browser."""
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Hub:
    """The hub that is being visited."""

    address: str
    examples: dict[str, str | None]
    pages: dict[str, str | None]
    sessions: dict[str, str]
    analyst: dict[str, str]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one these tests skip, unless they are required."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = f"no Chromium on this machine (looked for {', '.join(NAMES)})"
        if os.environ.get("PSHUB_REQUIRE_CHROMIUM") == "1":
            pytest.fail(reason + ", and PSHUB_REQUIRE_CHROMIUM=1 asks for it")
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Hub]:
    """A hub with the sample content, served by gunicorn as it is in use."""
    folder = tmp_path_factory.mktemp("hub")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT / "src")])}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = (folder / "server.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(HERE / "hub_server.py"), str(folder / "data"), str(port)],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env=environment,
        cwd=folder,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            log.seek(0)
            pytest.fail(f"the hub did not start:\n{log.read()[-6000:]}")
        yield Hub(**json.loads(line))
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        log.close()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The browser."""
    # Playwright's loop stays with this process until the run ends, whatever tests come after these; Django would then
    # take their every query for one from inside that loop. Nothing here runs in a loop, so the guard is lifted.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


class Visitors:
    """Browser windows of people with different rights, kept open between tests."""

    def __init__(self, browser: Browser, hub: Hub) -> None:
        self._browser, self._hub = browser, hub
        self._contexts: dict[str, BrowserContext] = {}

    def context(self, audience: str) -> BrowserContext:
        """Return the context of a visitor, an administrator or an analyst."""
        if audience not in self._contexts:
            context = self._browser.new_context(base_url=self._hub.address)
            if audience != "visitor":
                session: Any = {"name": "sessionid", "value": self._hub.sessions[audience], "url": self._hub.address}
                context.add_cookies([session])
            self._contexts[audience] = context
        return self._contexts[audience]

    def page(self, audience: str = "visitor") -> Page:
        """Return a new window."""
        return self.context(audience).new_page()

    def close(self) -> None:
        """Close them all."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser, hub: Hub) -> Iterator[Visitors]:
    """People who visit the hub."""
    people = Visitors(browser, hub)
    yield people
    people.close()


@pytest.fixture
def fresh(browser: Browser, hub: Hub) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    context = browser.new_context(base_url=hub.address)
    yield context
    context.close()
