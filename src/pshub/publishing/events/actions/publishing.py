"""Putting events on the public site and on the trail, and taking them off it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from pshub.inquiries import catalogue
from pshub.inquiries.actions import create_record
from pshub.inquiries.kinds import EVENT
from pshub.inquiries.models import Record
from pshub.methods.canonical import canonical_json
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.models import User
from pshub.people.permissions import require
from pshub.publishing.events.actions.registering import pass_on
from pshub.publishing.events.models import Arrangement, EventPage


def _user(by: Actor) -> User | None:
    return User.objects.filter(pk=by.user_id).first() if by.user_id else None


def publish(*, page: EventPage, by: Actor, revision: Revision | None = None) -> EventPage:
    """Publish the latest draft of an event, or a revision of it, and return the event as it then is."""
    stored = EventPage.objects.get(pk=page.pk)
    publish_from_wagtail(revision=revision or stored.get_latest_revision() or stored.save_revision(), by=by)
    live: EventPage = EventPage.objects.get(pk=page.pk)
    return live


def publish_from_wagtail(*, revision: Revision, by: Actor, **wagtail: Any) -> None:
    """Publish as Wagtail asks for it: from its studio, at the end of a workflow, by schedule or in a bundle.

    What changed of the time or the place raises the number of the event in people's calendars. Whether those who
    registered are told is a decision of its own: see `tell_those_registered`.
    """
    page: EventPage = revision.as_object()
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        # Registrations lock the same row, so that seats are counted either before or after the change.
        EventPage.objects.select_for_update().get(pk=page.pk)
        PublishPageRevisionAction(revision, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        live = EventPage.objects.get(pk=page.pk)
        if live.live_revision_id != revision.pk:
            audit(by, verb="event.scheduled", target=page, detail={"revision": revision.pk})
            return
        _put_on_trail(live, by=by)
        arrangement = _arrange(live)
        audit(by, verb="event.published", target=page, detail={"arrangement": arrangement.number})
        # There may be more seats than before.
        pass_on(live, now=timezone.now())
        catalogue.changed(EVENT.name, str(page.pk))


def _put_on_trail(page: EventPage, *, by: Actor) -> None:
    facts = {
        "title": page.title[:300],
        "summary": page.summary,
        "inquiry": page.inquiry,
        "status": "published",
        "visibility": Record.Visibility.PUBLIC,
        "happened_on": page.first_day,
    }
    if page.record is None:
        page.record = create_record(kind=EVENT.name, by=by, **facts)
        EventPage.objects.filter(pk=page.pk).update(record=page.record)
    else:
        Record.objects.filter(pk=page.record.pk).update(**facts)


def _where(page: EventPage) -> str:
    names = ("venue", "town", "online", "address", "room", "online_link", "joining")
    return hashlib.sha256(canonical_json({name: getattr(page, name) for name in names})).hexdigest()


def _arrange(page: EventPage) -> Arrangement:
    """Return when and where the event takes place, under a new number where that differs from before."""
    said = {
        "begins_at": page.begins_at,
        "ends_at": page.ends_at,
        "time_zone": page.time_zone,
        "words": page.date_text,
        "called_off": page.called_off,
        "where": _where(page),
    }
    last: Arrangement | None = page.arrangements.first()
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    return Arrangement.objects.create(
        event=page, number=last.number + 1 if last else 0, published_at=timezone.now(), **said
    )


def unpublish(*, page: EventPage, by: Actor) -> None:
    """Take an event off the public site. Its registrations stay."""
    unpublish_from_wagtail(page=EventPage.objects.get(pk=page.pk), by=by)


def unpublish_from_wagtail(*, page: EventPage, by: Actor, **wagtail: Any) -> None:
    """Unpublish as Wagtail asks for it."""
    require(by, "pages.publish", scope=page.inquiry)
    with transaction.atomic():
        UnpublishPageAction(page, user=_user(by), **wagtail).execute(skip_permission_checks=True)
        if page.record is not None:
            Record.objects.filter(pk=page.record.pk).update(visibility=Record.Visibility.STUDIO, status="unpublished")
        audit(by, verb="event.unpublished", target=page)
        catalogue.changed(EVENT.name, str(page.pk))
