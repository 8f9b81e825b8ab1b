"""Pieces of the site on other sites: framed there, without cookies, leading back here."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from pshub.publishing.events.actions import unpublish
from support.open_hub import BY, SECRET, OpenHub, install_visits, open_hub


@pytest.fixture
def hub(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> OpenHub:
    restricted = settings.STORAGES["restricted"]
    options = {**restricted["OPTIONS"], "location": str(tmp_path / "restricted")}
    settings.STORAGES = {**settings.STORAGES, "restricted": {**restricted, "OPTIONS": options}}
    install_visits(monkeypatch)
    return open_hub()


def embedded(hub: OpenHub) -> dict[str, str]:
    """The bare page of each thing, by the path of its own page."""
    return {
        hub.finding.get_absolute_url(): reverse("site:embed-finding", args=[hub.finding.digest, "bars"]),
        str(hub.event.url): reverse("site:embed-event", args=[hub.event.slug]),
    }


def test_any_site_frames_the_bare_pages_and_no_other(hub: OpenHub, client: Client) -> None:
    for page, bare in embedded(hub).items():
        shown, own = client.get(bare), client.get(page)

        assert "frame-ancestors 'self' *" in shown["Content-Security-Policy"]
        assert "X-Frame-Options" not in shown
        assert not shown.cookies
        assert "Cookie" not in shown.get("Vary", "")
        assert "max-age=300" in shown["Cache-Control"]
        assert f'<link rel="canonical" href="{django_settings.BASE_URL}{page}">' in shown.content.decode()
        assert f'href="{django_settings.BASE_URL}{page}" target="_top"' in shown.content.decode()
        assert SECRET not in shown.content.decode()
        assert "*" not in own["Content-Security-Policy"]
        assert own["X-Frame-Options"] == "SAMEORIGIN"


def test_each_page_offers_the_code_and_says_where_programs_find_it(hub: OpenHub, client: Client) -> None:
    for page, bare in embedded(hub).items():
        shown = client.get(page).content.decode()
        offered = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL).group(1))  # type: ignore[union-attr]
        told = unescape(re.search(r'json\+oembed" href="([^"]+)"', shown).group(1))  # type: ignore[union-attr]
        answer = client.get(told.removeprefix(django_settings.BASE_URL)).json()

        assert f'src="{django_settings.BASE_URL}{bare}"' in offered
        assert f'src="{django_settings.BASE_URL}{bare}"' in answer["html"]
        assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 640)


def test_a_withdrawn_finding_gives_way_to_its_reason(hub: OpenHub, client: Client) -> None:
    shown = client.get(reverse("site:embed-finding", args=[hub.withdrawn.digest, "bars"])).content.decode()

    assert "Counted twice." in shown
    assert "999" not in shown


def test_what_is_not_public_is_not_shown_elsewhere(hub: OpenHub, client: Client) -> None:
    bare = embedded(hub)[str(hub.event.url)]
    unpublish(page=hub.event, by=BY)
    base = django_settings.BASE_URL
    asked = {
        "": 400,
        f"{base}{hub.event.url}": 404,
        f"{base}/privacy/": 404,
        f"{base}/nothing/at/all/": 404,
        "https://elsewhere.example/evidence/": 404,
        "javascript:alert(1)": 404,
        f"{base}/evidence/{'0' * 64}/": 404,
    }

    assert client.get(bare).status_code == 404
    assert client.get(reverse("site:embed-finding", args=[hub.finding.digest, "no-such-figure"])).status_code == 404
    assert {address: client.get("/oembed", {"url": address}).status_code for address in asked} == asked
    assert client.get("/oembed", {"url": f"{base}/", "format": "xml"}).status_code == 501


def test_a_site_that_has_less_room_is_told_a_smaller_size(hub: OpenHub, client: Client) -> None:
    answer = client.get(
        "/oembed",
        {"url": django_settings.BASE_URL + hub.finding.get_absolute_url(), "maxwidth": "300", "maxheight": "250"},
    )

    assert (answer.json()["width"], answer.json()["height"]) == (300, 250)
    assert answer["Access-Control-Allow-Origin"] == "*"
