"""The sample's news, short posts, and what others wrote about the hub."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from pshub.cli.sample.calendar import day, midnight
from pshub.cli.sample.content import toml
from pshub.cli.sample.pages import image
from pshub.cli.sample.topics import topics_named
from pshub.inquiries.models import Inquiry, Record
from pshub.people.actors import Actor
from pshub.people.models import Profile
from pshub.publishing.news.actions.drafted import create_mention, create_post
from pshub.publishing.news.actions.pages import create_news
from pshub.publishing.news.models import Mention, NewsIndexPage, NewsPage, Post
from pshub.site.models import HomePage

#: The hour at which something of a day went public.
MORNING = timedelta(hours=9)


class _Newsroom:
    """What all news of the sample have in common."""

    def __init__(self, inquiry: Inquiry, report: Record | None, today: date, by: Actor) -> None:
        self.inquiry, self.report, self.today, self.by = inquiry, report, today, by
        self.people = {profile.slug: profile for profile in Profile.objects.all()}

    def common(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what all three are made with."""
        return {
            "date": day(self.today, said["day"]),
            "topics": topics_named(said.get("topics", [])),
            "by": self.by,
        }

    def picture(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the picture and what it shows."""
        if "picture" not in said:
            return {}
        words = said["picture_description"]
        return {"picture": image(said["picture"], words[:255]), "picture_description": words}

    def item(self, parent: NewsIndexPage, said: Mapping[str, Any]) -> NewsPage:
        """Publish a news item."""
        return create_news(
            parent=parent,
            title=said["title"],
            slug=said["slug"],
            summary=said["summary"],
            body=said["body"],
            picture_caption=said.get("caption", ""),
            authors=[self.people[slug] for slug in said["authors"] if slug in self.people],
            inquiry=self.inquiry if said.get("libraries") else None,
            publish=True,
            **self.picture(said),
            **self.common(said),
        )

    def post(self, said: Mapping[str, Any]) -> Post:
        """Publish a post."""
        link = said.get("link", "")
        return create_post(
            text=said["text"],
            link=f"{settings.BASE_URL}{link}" if link else "",
            author=self.people.get(said["author"]),
            **self.picture(said),
            **self.common(said),
        )

    def mention(self, said: Mapping[str, Any]) -> Mention:
        """Note where others wrote about the hub."""
        archived = said.get("archive_url", "")
        return create_mention(
            title=said["title"],
            outlet=said["outlet"],
            url=said["url"],
            quote=said["quote"],
            archive_url=archived,
            archived_at=day(self.today, said["day"]) if archived else None,
            about=self.report if said.get("report") else None,
            inquiry=self.inquiry,
            invented=True,
            **self.common(said),
        )

    def backdate(self, thing: NewsPage | Post | Mention, said: Mapping[str, Any]) -> None:
        """Let something look as if it had gone public on its day."""
        if said["day"] < 0:
            moment = midnight(day(self.today, said["day"])) + MORNING
            rows = type(thing)._default_manager.filter(pk=thing.pk)
            rows.update(first_published_at=moment, last_published_at=moment)


def load_news(*, inquiry: Inquiry, report: Record | None, today: date, by: Actor) -> NewsIndexPage:
    """Put the list of news, news, posts and mentions into the hub where there is no list yet; return the list."""
    found: NewsIndexPage | None = NewsIndexPage.objects.first()
    if found is not None:
        return found
    said = toml("news")
    newsroom = _Newsroom(inquiry, report, today, by)
    with transaction.atomic():
        parent = NewsIndexPage(**said["list"])
        HomePage.objects.get().add_child(instance=parent)
        parent.save_revision(log_action=True).publish()
        # Oldest first, so that what came later has the higher number.
        for kind, make in (
            ("news", lambda one: newsroom.item(parent, one)),
            ("posts", newsroom.post),
            ("mentions", newsroom.mention),
        ):
            for one in sorted(said[kind], key=lambda row: row["day"]):
                newsroom.backdate(make(one), one)
    return parent
