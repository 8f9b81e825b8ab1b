"""The notices say what is so: what is kept of whom, which cookies are set, and what was measured, no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from pshub.people import personal_data
from pshub.site.notices import accessibility
from pshub.site.notices.accessibility import Measurement, Violation, measurement
from pshub.site.notices.models import NoticeTexts
from pshub.site.notices.privacy import cookies, practices

MEASURED = {
    "on": "2027-02-03",
    "version": "9.9",
    "tool": "axe-core 4.10.0",
    "browser": "Chromium 130",
    "standard": "WCAG 2.2 level AA",
    "pages": 87,
    "widths": [320, 1280],
    "schemes": ["light", "dark"],
    "violations": [{"rule": "color-contrast", "pages": 2}],
}


def test_whatever_is_held_about_people_is_told_of() -> None:
    held = {holding.name for holding in personal_data.registered()}
    told = {name for practice in practices() for name in practice.holdings}

    assert held - told == set(), "say in site/notices/privacy.py what these are kept for"


def test_every_cookie_that_is_set_is_told_of(db: None, client: Client) -> None:
    for path in ("/account/login/", "/newsletters/sign-up/", "/"):
        client.get(path)
    client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    page = client.get("/privacy/").content.decode()

    assert set(client.cookies) <= {cookie.name for cookie in cookies()}
    assert all(f"<code>{cookie.name}</code>" in page for cookie in cookies())


def test_the_notice_names_who_answers_and_follows_the_settings(db: None, client: Client, settings: Any) -> None:
    settings.CONTROLLER, settings.CONTACT_EMAIL = "Ashwick Council", "hub@ashwick.example"
    settings.EVENT_NEEDS_DAYS, settings.EVENT_CONTACT_MONTHS = 5, 7
    settings.MAIL = "postmark"
    NoticeTexts.objects.create(privacy="<p>We rely on public task.</p>")

    page = client.get("/privacy/").content.decode()

    told = ("Ashwick Council", "hub@ashwick.example", "5 days", "7 months", "Postmark", "We rely on public task.")
    assert [words for words in told if words not in page] == []


def test_nothing_is_claimed_that_was_not_measured(
    db: None, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "accessibility.json"
    monkeypatch.setattr(accessibility.measurement, "__defaults__", (file,))
    without = client.get("/accessibility/").content.decode()
    file.write_text(json.dumps(MEASURED), encoding="utf-8")
    measured = client.get("/accessibility/").content.decode()

    assert "we claim none" in without
    assert "WCAG" not in without
    told = ("3 February 2027", "axe-core 4.10.0", "87 kinds of page", "color-contrast: on 2 pages", "Version 9.9")
    assert [words for words in told if words not in measured] == []


def test_the_last_measurement_that_came_with_this_version_can_be_read() -> None:
    found = measurement()

    assert found is None or (isinstance(found, Measurement) and all(isinstance(v, Violation) for v in found.violations))
