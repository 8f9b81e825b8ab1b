"""What people do here, by keyboard and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest


def test_first_tab_leads_past_the_navigation(fresh: Any) -> None:
    page = fresh.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/inquiries/"])
def test_what_has_the_focus_is_plain_to_see(path: str, fresh: Any) -> None:
    page = fresh.new_page()
    page.goto(path)
    hidden = []
    for _ in range(12):
        page.keyboard.press("Tab")
        look = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return [document.activeElement.outerHTML.slice(0, 80), style.boxShadow, style.outlineStyle]; }"
        )
        if look[1] == "none" and look[2] == "none":
            hidden.append(look[0])
    assert hidden == []


def test_inquiries_are_narrowed_without_javascript(browser: Any, hub: Any) -> None:
    context = browser.new_context(base_url=hub.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/inquiries/")
    everything = page.locator("article").count()
    page.get_by_label("Status").select_option("planned")
    page.get_by_role("button", name="Show").click()
    assert "status=planned" in page.url
    assert page.locator("article").count() < everything
    page.get_by_role("link", name="Show all").click()
    assert page.locator("article").count() == everything
    context.close()


def test_trail_leads_from_an_inquiry_to_what_became_of_what_was_said(hub: Any, fresh: Any) -> None:
    page = fresh.new_page()
    page.goto(hub.examples["inquiries:trail"])
    assert page.get_by_role("heading", name="What became of it?").is_visible()
    assert page.get_by_role("heading", name="Where did this come from?").is_visible()


def test_refused_form_takes_the_reader_to_what_is_wrong(fresh: Any) -> None:
    page = fresh.new_page()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in").click()
    assert page.evaluate("document.activeElement.hasAttribute('data-psh-error-summary')")
    assert page.title().startswith("Error: ")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_votes_and_changes_a_vote(scripts: bool, browser: Any, hub: Any) -> None:
    context = browser.new_context(base_url=hub.address, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(hub.examples["conversations:vote"])
    first = page.locator(".psh-statement__text").inner_text()
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("You agreed with", exact=False).first.wait_for()
    assert page.locator(".psh-statement__text").inner_text() != first
    assert "voted on 1 of" in page.locator(".psh-progress").inner_text()
    page.get_by_role("link", name="Change", exact=False).first.click()
    assert page.locator(".psh-statement__text").inner_text() == first
    page.get_by_role("button", name="Disagree", exact=True).click()
    page.get_by_text("You disagreed with", exact=False).first.wait_for()
    assert "voted on 1 of" in page.locator(".psh-progress").inner_text()
    context.close()
