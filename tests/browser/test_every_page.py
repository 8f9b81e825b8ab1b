"""Every page that the hub has is open to everybody: found by walking the addresses, looked at in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from hub_routes import ANSWERS, FORMS_ONLY, Route, our_page_types, our_routes
from inspection import faults

ROUTES = our_routes()
PAGE_TYPES = [model._meta.label for model in our_page_types()]
ERRORS = (403, 404, 429, 500)


def is_page(response: Any) -> bool:
    """Return whether an answer is a whole page to look at: not data, a file, or a piece that a page fetches."""
    kind = response.headers.get("content-type", "")
    saved = "attachment" in response.headers.get("content-disposition", "")
    return kind.startswith("text/html") and not saved and "<html" in response.text()[:2000].lower()


def looked_at(visitors: Any, audience: str, path: str, *, studio: bool = False) -> list[str]:
    """Open a page and return what is wrong with it."""
    page = visitors.page(audience)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    try:
        page.goto(path)
        return [str(fault) for fault in faults(page, reflow=not studio)] + ([] if studio else refused)
    finally:
        page.close()


def test_every_route_has_an_example_to_visit(hub: Any) -> None:
    assert [name for name, path in hub.examples.items() if path is None] == []
    assert set(hub.examples) == {route.name for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=[route.name for route in ROUTES])
def test_page_has_no_barrier(route: Route, hub: Any, visitors: Any) -> None:
    path = hub.examples[route.name]
    assert path is not None, f"{route.name} has no example: add one to hub_examples.py"
    response = visitors.context(route.audience).request.get(path)
    if route.name in FORMS_ONLY:
        assert response.status == 405
        return
    assert response.status in ANSWERS.get(route.name, (200,)), f"{path} answers {response.status}"
    if is_page(response):
        assert looked_at(visitors, route.audience, path, studio=route.pattern.startswith("studio/")) == []


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_published_page_has_no_barrier(kind: str, hub: Any, visitors: Any) -> None:
    path = hub.pages[kind]
    assert path is not None, f"the sample hub has no live page of the kind {kind}"
    assert looked_at(visitors, "visitor", path) == []


@pytest.mark.parametrize("code", ERRORS)
def test_error_page_has_no_barrier(code: int, visitors: Any) -> None:
    path = f"/errors/{code}/"
    assert visitors.context("visitor").request.get(path).status == code
    assert looked_at(visitors, "visitor", path) == []


def test_signing_in_asks_for_the_second_step_on_a_page_without_barriers(hub: Any, fresh: Any) -> None:
    page = fresh.new_page()
    page.goto("/account/login/")
    page.get_by_label("Email").fill(hub.analyst["email"])
    page.get_by_label("Password").fill(hub.analyst["password"])
    page.get_by_role("button", name="Sign in").click()
    assert "2fa/authenticate" in page.url
    assert [str(fault) for fault in faults(page)] == []
