"""What can be done with posts and mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from pshub.inquiries import catalogue
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.publishing.news.actions.accounts import account, actor
from pshub.publishing.news.actions.sending import send_out
from pshub.publishing.news.models import Mention, Post
from pshub.publishing.news.models.drafted import Drafted

CAPABILITY = "news.post"
Thing = TypeVar("Thing", bound=Drafted)


def kind_of(thing: Drafted) -> str:
    """Return the catalogue's word for it: ``post`` or ``mention``."""
    return str(thing._meta.model_name)


def _create(thing: Thing, topics: Iterable[Topic], *, publish: bool, by: Actor) -> Thing:
    require(by, CAPABILITY)
    thing.full_clean(exclude=["topics"])
    with transaction.atomic():
        thing.save()
        thing.topics.set(topics)
        thing.save()
        revision = thing.save_revision(user=account(by), log_action=True)
        audit(by, verb=f"{kind_of(thing)}.created", target=thing)
        if publish:
            _publish(revision, by=by, wagtail={})
    thing.refresh_from_db()
    return thing


def create_post(*, text: str, by: Actor, topics: Iterable[Topic] = (), publish: bool = True, **fields: Any) -> Post:
    """Write a post and publish it, unless asked to leave it a draft.

    Raises
    ------
    django.core.exceptions.ValidationError
        Where a field does not hold what it should; nothing is written.
    """
    return _create(Post(text=text, live=False, **fields), topics, publish=publish, by=by)


def create_mention(
    *, title: str, outlet: str, url: str, by: Actor, topics: Iterable[Topic] = (), publish: bool = True, **fields: Any
) -> Mention:
    """Note where others wrote about the hub.

    Raises
    ------
    django.core.exceptions.ValidationError
        Where a field does not hold what it should; nothing is written.
    """
    mention = Mention(title=title, outlet=outlet, url=url, live=False, **fields)
    return _create(mention, topics, publish=publish, by=by)


def publish_from_wagtail(*, revision: Revision, user: User | None, **wagtail: Any) -> None:
    """Publish a revision as Wagtail asks for it: from its studio, at the end of a workflow, by schedule or bundle."""
    _publish(revision, by=actor(user), wagtail=wagtail)


def _publish(revision: Revision, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    require(by, CAPABILITY)
    with transaction.atomic():
        thing: Drafted = revision.as_object()
        PublishRevisionAction(revision, user=account(by), **wagtail).execute(skip_permission_checks=True)
        audit(by, verb=f"{kind_of(thing)}.published", target=thing, detail={"revision": revision.pk})
        catalogue.changed(kind_of(thing), str(thing.pk))
        if isinstance(thing, Post):
            send_out(post=Post.objects.get(pk=thing.pk), by=by)


def unpublish_from_wagtail(*, thing: Drafted, user: User | None, **wagtail: Any) -> None:
    """Take it off the public site as Wagtail asks for it."""
    _unpublish(thing, by=actor(user), wagtail=wagtail)


def _unpublish(thing: Drafted, *, by: Actor, wagtail: Mapping[str, Any]) -> None:
    require(by, CAPABILITY)
    with transaction.atomic():
        UnpublishAction(thing, user=account(by), **wagtail).execute(skip_permission_checks=True)
        audit(by, verb=f"{kind_of(thing)}.unpublished", target=thing)
        catalogue.changed(kind_of(thing), str(thing.pk))


def delete_post(*, post: Post, by: Actor) -> None:
    """Delete a post here. What other networks have of it stays there."""
    _delete(post, by=by)


def delete_mention(*, mention: Mention, by: Actor) -> None:
    """Delete a mention."""
    _delete(mention, by=by)


def _delete(thing: Drafted, *, by: Actor) -> None:
    require(by, CAPABILITY)
    with transaction.atomic():
        kind, key = kind_of(thing), thing.pk
        thing.delete()
        audit(by, verb=f"{kind}.deleted", detail={kind: key})
        catalogue.changed(kind, str(key))
