"""An editor binds a number with the editor's button, checks and publishes; a reader follows it to its evidence."""

from __future__ import annotations

import re
from typing import Any


def shelf_address(page: Any, hub: Any) -> str:
    """Return where a publication is added below the list of publications."""
    page.goto(hub.examples["publication_studio:check"])
    page.get_by_role("link", name="Back to the draft").click()
    page.wait_for_url("**/edit/")
    page.locator(".public-DraftEditor-content").first.wait_for()
    addresses = page.eval_on_selector_all("a[href]", "links => links.map(link => new URL(link.href).pathname)")
    parents = [found[1] for address in addresses if (found := re.fullmatch(r"/studio/pages/(\d+)/", address))]
    return f"/studio/pages/add/publications/publicationpage/{parents[-1]}/"


def bind_a_number(page: Any) -> str:
    """Bind the first number of the first finding at the place of the cursor; return what the page will say."""
    page.keyboard.type("/")
    page.get_by_role("option", name="Number from a finding").click()
    page.locator(".modal ul a").first.click()
    page.locator(".modal td a").first.click()
    button = page.locator(".modal button[data-number]").first
    words = str(button.inner_text())
    button.click()
    page.locator(".modal").wait_for(state="detached")
    return words


def test_a_number_goes_from_the_editor_to_a_reader_and_to_its_evidence(hub: Any, visitors: Any, fresh: Any) -> None:
    page = visitors.page("administrator")
    page.goto(shelf_address(page, hub))
    page.get_by_label("Title").first.fill("Bound in the browser")
    page.get_by_label("Summary").fill("One number, bound.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type("There were ")
    words = bind_a_number(page)
    page.keyboard.type(" of them, and 17 more.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()

    page.wait_for_url("**/check/")
    assert words in page.locator("main").inner_text()
    page.get_by_role("button", name="Confirm and publish version 1").click()
    assert "17" in page.locator(".messages").inner_text()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirm and publish version 1").click()
    assert "version 1" in page.locator(".messages").inner_text()

    reader = fresh.new_page()
    reader.goto("/publications/bound-in-the-browser/")
    number = reader.locator("a.psh-cited-number")
    assert number.inner_text() == words
    number.click()
    assert re.search(r"/evidence/[0-9a-f]{64}/", reader.url)
    assert "Bound in the browser" in reader.locator("main").inner_text()
