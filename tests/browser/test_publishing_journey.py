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
    links = page.eval_on_selector_all("a[href]", "links => links.map(a => [a.textContent.trim(), a.pathname])")
    (shelf,) = {
        found[1]
        for words, path in links
        if words == "Publications" and (found := re.fullmatch(r"/studio/pages/(\d+)/", path))
    }
    return f"/studio/pages/add/publications/publicationpage/{shelf}/"


def bind_a_number(page: Any) -> str:
    """Bind the first number of the first finding at the place of the cursor; return what the page will say."""
    page.keyboard.type("/")
    page.get_by_role("option", name="Number from a finding").click()
    page.locator(".modal ul a").first.click()
    page.locator(".modal td a").first.click()
    button = page.locator(".modal button[data-number]").first
    words = str(button.inner_text())
    button.click()
    # The editor takes no keys until its window has gone.
    page.locator(".modal").wait_for(state="hidden")
    page.locator("[contenteditable=true]:focus .psh-bound-number").wait_for()
    return words


def test_a_number_goes_from_the_editor_to_a_reader_and_to_its_evidence(hub: Any, visitors: Any, fresh: Any) -> None:
    page = visitors.page("administrator")
    page.goto(shelf_address(page, hub))
    page.locator("#id_title").fill("Bound in the browser")
    page.locator("#id_summary").fill("One number, bound.")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type("There were ")
    words = bind_a_number(page)
    page.keyboard.type(" of them, and 17 more.")
    # The editor hands its text to the form a moment after the last key.
    page.wait_for_function("[...document.querySelectorAll('input')].some(input => input.value.includes('17 more'))")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()

    page.wait_for_url("**/check/")
    assert words in page.locator("main").inner_text()
    page.get_by_role("button", name="Confirm and publish version 1").click()
    page.locator(".messages", has_text="1 number is bound to no finding").wait_for()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Confirm and publish version 1").click()
    page.locator(".messages", has_text="version 1").wait_for()

    reader = fresh.new_page()
    reader.goto("/publications/bound-in-the-browser/")
    number = reader.locator("a.psh-cited-number")
    assert number.inner_text() == words
    number.click()
    reader.wait_for_url(re.compile(r"/evidence/[0-9a-f]{64}/"))
    reader.get_by_role("link", name="Bound in the browser").first.wait_for()
    assert reader.get_by_role("button", name="Recompute").is_visible()
