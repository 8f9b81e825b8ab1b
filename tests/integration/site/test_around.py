"""Around the pages: the site map, addresses that lead nowhere, pages that move, links, the navigation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from lxml import etree
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from pshub.people.actors import Actor
from pshub.people.models import RoleAssignment, User
from pshub.people.roles import Role
from pshub.publishing.publications.models import PublicationIndexPage
from pshub.site import indexing
from pshub.site.links import checking, trying
from pshub.site.links.models import Link, LinkUse
from pshub.site.missing import words_of
from pshub.site.models import HomePage
from support.shelf import Shelf

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def add_list(slug: str = "publications") -> PublicationIndexPage:
    page = PublicationIndexPage(title="Publications", slug=slug)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    cache.clear()
    return page


def test_the_site_map_names_every_public_page_once(client: Client, shelf: Shelf) -> None:
    add_list()
    shelf.put("1", "One", updated_at=NOW)
    shelf.put("2", "Two & three", url="/things/two?a=1&b=2", date=date(2024, 1, 2))
    shelf.refresh()
    response = client.get("/sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {
        page.findtext("s:loc", namespaces=names): page.findtext("s:lastmod", namespaces=names)
        for page in etree.fromstring(response.content).findall("s:url", names)
    }
    paths = {str(address).split("/", 3)[3]: changed for address, changed in found.items()}
    assert len(found) == response.content.count(b"<url>")
    assert paths["things/1/"] == "2026-05-01"
    assert paths["things/two?a=1&b=2"] == "2024-01-02"
    assert {"", "publications/", "inquiries/", "topics/"} <= set(paths)
    assert all(client.get("/" + path).status_code == 200 for path in paths if not path.startswith("things/"))
    assert client.get("/sitemap.xml?part=2").status_code == 404
    assert b"/sitemap.xml" in client.get("/robots.txt").content


def test_an_address_that_leads_nowhere_offers_what_is_near(client: Client, shelf: Shelf) -> None:
    shelf.put("1", "What are our libraries for?", url="/publications/libraries/")
    shelf.refresh()
    assert words_of("/publications/2019/our-librarys.html") == "our librarys publications"
    response = client.get("/reports/our-libraries.html")
    text = response.content.decode()
    assert response.status_code == 404
    assert 'href="/publications/libraries/"' in text
    assert 'value="our libraries reports"' in text
    for path in ("/x/", "/%00/", "/" + "a-" * 900 + "/", "/<script>/", "/日本/"):
        assert client.get(path).status_code == 404
    for _ in range(130):
        last = client.get("/reports/our-libraries.html")
    assert last.status_code == 404
    assert 'href="/publications/libraries/"' not in last.content.decode(), "no suggestions by the thousand"


def test_a_page_that_moves_leaves_a_redirect_and_the_index_follows(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = add_list()
    page.slug = "reports"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/publications/")
    assert (response.status_code, response["Location"]) == (301, "/reports/")


def test_only_lists_that_are_there_are_led_to(client: Client) -> None:
    before = client.get("/inquiries/").content.decode()
    assert 'href="/publications/"' not in before
    page = add_list()
    assert 'class="psh-nav__link" href="/publications/"' in client.get("/inquiries/").content.decode()
    page.unpublish()
    cache.clear()
    assert 'class="psh-nav__link" href="/publications/"' not in client.get("/inquiries/").content.decode()


def test_links_are_gathered_from_pages_tried_and_forgotten(client: Client) -> None:
    page = add_list()
    html = (
        '<p><a href="https://example.org/a#part">a</a> <a linktype="page" id="999999">gone</a> '
        f'<a linktype="page" id="{page.pk}">here</a> <a href="/no-such-page/">b</a> <a href="/inquiries/">c</a> '
        '<a href="mailto:a@example.org">d</a></p>'
    )
    home = HomePage.objects.get()
    home.body = HomePage._meta.get_field("body").stream_block.to_python(
        [{"type": "text", "value": {"heading": "", "text": html}}]
    )
    home.save_revision().publish()
    checking.gather()
    checking.gather()
    assert set(Link.objects.values_list("url", flat=True)) == {
        "https://example.org/a",
        "page:999999",
        f"page:{page.pk}",
        "/no-such-page/",
        "/inquiries/",
    }
    answers = {"https://example.org/a": "There is no such page (404)."}

    def attempt(address: str) -> str:
        return answers.get(address, "") if address.startswith("http") else trying.problem_with(address)

    assert checking.check_some(now=NOW, attempt=attempt) == 5
    assert checking.check_some(now=NOW, attempt=attempt) == 0
    failing = Link.objects.exclude(problem="")
    assert set(failing.values_list("url", flat=True)) == {"https://example.org/a", "page:999999", "/no-such-page/"}
    assert checking.check_some(now=NOW + timedelta(days=2), attempt=attempt) == 3
    assert set(failing.values_list("failing_since", flat=True)) == {NOW}
    answers.clear()
    checking.check_some(now=NOW + timedelta(days=4), attempt=attempt)
    assert Link.objects.get(url="https://example.org/a").failing_since is None
    Page.objects.get(pk=home.pk).specific.unpublish()
    checking.gather()
    assert not LinkUse.objects.filter(page=home).exists()
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "ftp://example.org/",
    ],
)
def test_addresses_that_no_reader_could_follow_are_named(address: str, settings: Any) -> None:
    settings.BASE_URL = "https://hub.example.org"
    assert trying.problem_with(address) != ""


def test_the_report_shows_what_is_wrong_to_those_who_work_here_alone(client: Client) -> None:
    page = add_list()
    wrong = "There is no such page (404)."
    link = Link.objects.create(url="https://example.org/<gone>", problem=wrong, failing_since=NOW)
    LinkUse.objects.create(link=link, page=page)
    assert client.get("/studio/reports/links/").status_code == 302
    editor = User.objects.create_user("e@example.org")
    RoleAssignment.objects.create(user=editor, role=Role.EDITOR)
    client.force_login(editor, backend="pshub.people.backends.RoleBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(editor.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0, "type": "totp"}]
    session.save()
    text = client.get("/studio/reports/links/").content.decode()
    assert "https://example.org/&lt;gone&gt;" in text
    assert wrong in text
    assert f"/studio/pages/{page.pk}/edit/" in text
    exported = client.get("/studio/reports/links/?export=csv")
    assert wrong in b"".join(exported.streaming_content).decode()


def test_links_that_run_scripts_are_refused(client: Client) -> None:
    home = HomePage.objects.get()
    home.action_url = "javascript:alert(1)"
    with pytest.raises(ValidationError, match="cannot be linked to"):
        home.full_clean()
    content = (
        '{"blocks":[{"key":"a","text":"press","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        '"entityRanges":[{"offset":0,"length":5,"key":0}]}],"entityMap":{"0":{"type":"LINK","mutability":"MUTABLE",'
        '"data":{"url":"jav\\tascript:alert(1)"}}}}'
    )
    assert "javascript" not in ContentstateConverter(["link"]).to_database_format(content)


def test_looking_over_makes_good_what_was_missed(shelf: Shelf, django_capture_on_commit_callbacks: Any) -> None:
    from pshub.site.search.models import IndexEntry

    shelf.put("1", "One")
    with django_capture_on_commit_callbacks(execute=True):
        indexing.ask_to_look_over()
    assert IndexEntry.objects.filter(kind="thing").count() == 1
