"""News, posts and mentions on the public site and in the studio."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from pshub.inquiries import catalogue
from pshub.inquiries.actions import create_inquiry, create_record
from pshub.inquiries.models import Topic
from pshub.people.actions import give_role, take_role
from pshub.people.actors import Actor
from pshub.people.models import AuditEntry, Profile, User
from pshub.people.permissions import NotPermitted
from pshub.people.profiles.actions import create_profile, delete_profile
from pshub.publishing.news.actions.drafted import create_mention, create_post, delete_mention
from pshub.publishing.news.actions.pages import create_news, publish_news, unpublish_news
from pshub.publishing.news.models import Mention, NewsIndexPage, NewsPage, Post

pytestmark = pytest.mark.django_db


def entries(kind: str) -> dict[str, catalogue.Entry]:
    return {entry.key: entry for entry in catalogue.get(kind).entries(None)}


def item(news_list: NewsIndexPage, by: Actor, title: str = "Doors open", **fields: Any) -> NewsPage:
    told = {"summary": "Two halls.", "body": "<p>From Monday.</p>", "publish": True} | fields
    return create_news(parent=news_list, title=title, by=by, **told)


@pytest.fixture
def writer(by: Actor) -> Profile:
    return create_profile(name="Ada Writer", slug="ada", by=by)


def test_news_is_read_found_and_named_with_its_author(
    client: Client, news_list: NewsIndexPage, by: Actor, writer: Profile
) -> None:
    topic = Topic.objects.create(name="Libraries", slug="libraries")
    inquiry = create_inquiry(title="Halls", slug="halls", question="Which?", by=by)
    body = '<p>From <a href="javascript:alert(1)">Monday</a>.</p><script>alert(2)</script>'
    page = item(news_list, by, body=body, authors=[writer], topics=[topic], inquiry=inquiry)

    shown = client.get("/news/doors-open/").content.decode()
    narrowed = [client.get(f"/news/?topic={slug}").content.decode() for slug in ("libraries", "health")]
    entry = entries("news")[str(page.pk)]

    assert "Ada Writer" in shown
    assert "javascript:" not in shown
    assert "<script>alert" not in shown
    assert ["Doors open" in listed for listed in narrowed] == [True, False]
    assert (entry.topics, entry.inquiry, entry.url) == (("libraries",), "halls", "/news/doors-open/")
    assert entry.authors == (catalogue.Person("Ada Writer", "ada"),)
    assert "Doors open" in client.get("/people/ada/").content.decode()


def test_a_deleted_author_is_named_in_no_news_not_even_by_publishing_an_old_draft(
    client: Client, news_list: NewsIndexPage, by: Actor, writer: Profile
) -> None:
    page = item(news_list, by, authors=[writer])
    draft = page.save_revision()

    delete_profile(profile=writer, by=by)
    draft.refresh_from_db()
    draft.publish()

    assert "Ada Writer" not in client.get("/news/doors-open/").content.decode()
    assert NewsPage.objects.get().live


def test_going_public_and_away_is_an_action_by_whichever_way(
    client: Client, news_list: NewsIndexPage, by: Actor, editor: Client
) -> None:
    page = item(news_list, by, publish=False)
    before = client.get("/news/doors-open/").status_code
    with pytest.raises(NotPermitted):
        publish_news(page=page, by=Actor.visitor())
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    scheduled = client.get("/news/doors-open/").status_code
    revision = NewsPage.objects.get().get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("publish_scheduled")
    public = client.get("/news/doors-open/").status_code
    unpublish_news(page=NewsPage.objects.get(), by=by)
    away = client.get("/news/doors-open/").status_code
    publish_news(page=page, by=by)
    editor.post(f"/studio/pages/{page.pk}/delete/")

    verbs = list(AuditEntry.objects.filter(verb__startswith="news.").order_by("at").values_list("verb", flat=True))
    assert (before, scheduled, public, away) == (404, 404, 200, 404)
    assert verbs[0] == "news.created"
    assert verbs.count("news.published") == 3
    assert not NewsPage.objects.exists()
    assert entries("news") == {}
    assert PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.publish.scheduled").exists()


def test_lists_and_pages_ask_few_questions_however_much_there_is(
    client: Client, news_list: NewsIndexPage, by: Actor, writer: Profile
) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        return len(queries)

    paths = ("/news/", "/news/item-1/", "/posts/", "/mentions/", "/people/", "/people/ada/")
    counts = []
    for number in range(1, 8):
        item(news_list, by, title=f"Item {number}", authors=[writer])
        create_post(text=f"Post {number}", author=writer, by=by)
        create_mention(title=f"Piece {number}", outlet="The Echo", url="https://example.org/", by=by)
        create_profile(name=f"Person {number}", slug=f"person-{number}", roles=[{"kind": "team"}], by=by)
        if number in (2, 7):
            client.get("/news/")
            counts.append([asked(path) for path in paths])

    assert counts[0] == counts[1]
    assert max(counts[1]) < 20, dict(zip(paths, counts[1], strict=True))


def form(**fields: Any) -> dict[str, Any]:
    return {"text": "Halls are open", "link": "", "date": "2026-03-07", "picture_description": "", **fields}


def test_a_post_is_written_in_the_studio_and_keeps_its_address(client: Client, editor: Client) -> None:
    refused = editor.post("/studio/posts/add/", form(link="javascript:alert(1)")).content.decode()
    too_long = editor.post("/studio/posts/add/", form(text="x" * 501)).content.decode()
    none_written = Post.objects.count()
    editor.post("/studio/posts/add/", form())
    post = Post.objects.get()
    drafted = client.get(f"/posts/{post.pk}/").status_code
    editor.post(f"/studio/posts/edit/{post.pk}/", form(text="Halls <b>are</b> shut", **{"action-publish": "1"}))
    shown = client.get(f"/posts/{post.pk}/").content.decode()

    assert "javascript:” cannot be linked to" in refused
    assert "at most 500 characters" in too_long
    assert (none_written, drafted) == (0, 404)
    assert "Halls &lt;b&gt;are&lt;/b&gt; shut" in shown
    assert entries("post")[str(post.pk)].url == f"/posts/{post.pk}/"
    assert entries("post")[str(post.pk)].date == date(2026, 3, 7)


def test_roles_that_do_not_post_see_the_lists_and_change_nothing(editor: Client, by: Actor) -> None:
    post = create_post(text="Halls are open", by=by)
    profile = create_profile(name="Ada", slug="ada", by=by)
    user = User.objects.get()
    take_role(user=user, role="editor", by=by)
    give_role(user=user, role="analyst", by=by)
    lists = [editor.get(f"/studio/{name}/").status_code for name in ("posts", "mentions", "profiles")]
    tried = [
        editor.post(f"/studio/{path}/", form(**{"action-publish": "1"}))
        for path in (
            "posts/add",
            f"posts/edit/{post.pk}",
            f"posts/unpublish/{post.pk}",
            f"posts/delete/{post.pk}",
            f"profiles/edit/{profile.pk}",
            f"profiles/delete/{profile.pk}",
        )
    ]

    assert lists == [200, 200, 200]
    assert {answer["Location"] for answer in tried} == {"/studio/"}
    assert list(Post.objects.filter(live=True)) == [post]
    assert Profile.objects.get().live


def test_mentions_show_what_everybody_may_see(client: Client, by: Actor) -> None:
    hidden = create_inquiry(title="Quiet", slug="quiet", question="?", public=False, by=by)
    record = create_record(kind="event", title="A quiet evening", inquiry=hidden, by=by)
    mention = create_mention(
        title="They met", outlet="The Echo", url="https://example.org/1", quote="Well.", about=record, by=by
    )
    create_mention(title="Draft piece", outlet="The Echo", url="https://example.org/2", publish=False, by=by)

    page = client.get("/mentions/").content.decode()
    told = entries("mention")
    delete_mention(mention=mention, by=by)

    assert "They met" in page
    assert "A quiet evening" not in page
    assert "Draft piece" not in page
    assert [(entry.title, entry.label) for entry in told.values()] == [("They met", "The Echo")]
    assert "They met" not in client.get("/mentions/").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "javascript:alert(1)"}, "cannot be linked to"),
        ({"archive_url": "https://example.org/copy"}, "when the copy was made"),
    ],
)
def test_a_mention_that_cannot_be_is_refused(fields: dict[str, Any], words: str, by: Actor) -> None:
    told = {"title": "They met", "outlet": "The Echo", "url": "https://example.org/1"} | fields

    with pytest.raises(ValidationError) as refused:
        create_mention(by=by, **told)

    assert words in json.dumps(refused.value.message_dict, ensure_ascii=False)
    assert not Mention.objects.exists()
