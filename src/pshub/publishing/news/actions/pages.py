"""What can be done with news pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from pshub.inquiries import catalogue
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import Profile, User
from pshub.people.permissions import require
from pshub.people.rich_text import cleaned
from pshub.publishing.news.actions.accounts import account, actor
from pshub.publishing.news.models import NewsAuthor, NewsIndexPage, NewsPage
from pshub.publishing.news.models.pages import BODY_FEATURES

NEWS = "news"


def create_news(
    *,
    parent: NewsIndexPage,
    title: str,
    summary: str,
    body: str,
    by: Actor,
    slug: str = "",
    authors: Iterable[Profile] = (),
    topics: Iterable[Topic] = (),
    publish: bool = False,
    **fields: Any,
) -> NewsPage:
    """Draft a news item, and publish it where asked to.

    Raises
    ------
    django.core.exceptions.ValidationError
        Where a field does not hold what it should; nothing is written.
    """
    require(by, "pages.edit", scope=fields.get("inquiry"))
    page = NewsPage(
        title=title,
        slug=slug or slugify(title)[:200],
        summary=summary,
        body=cleaned(body, BODY_FEATURES),
        live=False,
        **fields,
    )
    page.authors = [NewsAuthor(profile=profile, sort_order=order) for order, profile in enumerate(authors)]
    with transaction.atomic():
        parent.add_child(instance=page)
        page.topics.set(topics)
        page.save()
        revision = page.save_revision(user=account(by), log_action=True)
        audit(by, verb="news.created", target=page, detail={"title": title})
        if publish:
            _publish(revision, by=by, wagtail={})
    page.refresh_from_db()
    return page


def publish_from_wagtail(*, revision: Revision, user: User | None, **wagtail: Any) -> None:
    """Publish a revision as Wagtail asks for it: from its studio, at the end of a workflow, by schedule or bundle."""
    _publish(revision, by=actor(user), wagtail=wagtail)


def publish_news(*, page: NewsPage, by: Actor) -> None:
    """Publish the latest draft."""
    _publish(NewsPage.objects.get(pk=page.pk).get_latest_revision(), by=by, wagtail={})


def _publish(revision: Revision, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    page = revision.as_object()
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        PublishPageRevisionAction(revision, user=account(by), **wagtail).execute(skip_permission_checks=True)
        audit(by, verb="news.published", target=page, detail={"revision": revision.pk})
        catalogue.changed(NEWS, str(page.pk))


def unpublish_from_wagtail(*, page: NewsPage, user: User | None, **wagtail: Any) -> None:
    """Take it off the public site as Wagtail asks for it."""
    _unpublish(page, by=actor(user), wagtail=wagtail)


def unpublish_news(*, page: NewsPage, by: Actor) -> None:
    """Take a news item off the public site."""
    _unpublish(page, by=by, wagtail={})


def _unpublish(page: NewsPage, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        UnpublishPageAction(page, user=account(by), **wagtail).execute(skip_permission_checks=True)
        audit(by, verb="news.unpublished", target=page)
        catalogue.changed(NEWS, str(page.pk))
