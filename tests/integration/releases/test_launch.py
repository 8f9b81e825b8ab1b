"""A launch: report, event, news, post and newsletter go live at one moment, or none does and nobody is written to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Page

from pshub.delivery.models import OutboxMessage
from pshub.inquiries.models import Record
from pshub.people.actors import Actor
from pshub.publishing.events.models import EventIndexPage, EventPage
from pshub.publishing.news.actions.drafted import create_post
from pshub.publishing.news.actions.pages import create_news
from pshub.publishing.news.models import NewsIndexPage
from pshub.publishing.newsletters.models import Mailing, NewsletterIndexPage
from pshub.publishing.publications.actions import change_publication, create_publication
from pshub.publishing.publications.models import PublicationIndexPage, PublicationPage
from pshub.publishing.releases import actions
from pshub.publishing.releases.errors import ReleaseRefused
from pshub.publishing.releases.models import Bundle
from support.newsletters import draft, people

BY = Actor.system("tests")


def below_home(page: Any) -> Any:
    return Page.objects.get(depth=2).add_child(instance=page)


@pytest.fixture
def launch(db: None) -> dict[str, Any]:
    """Drafts of everything; the report has a number that nobody confirmed."""
    diary = below_home(EventIndexPage(title="Events", slug="events"))
    event = EventPage(
        title="Launch evening",
        slug="launch",
        summary="Come.",
        begins_at=datetime(2027, 6, 3, 18, tzinfo=UTC),
        live=False,
    )
    event.clean()
    diary.add_child(instance=event)
    event.save_revision()
    shelf = below_home(PublicationIndexPage(title="Publications", slug="publications"))
    text = [("text", "<p>We asked 412 people.</p>")]
    report = create_publication(parent=shelf, title="Report", summary="What we found.", body=text, by=BY)
    news = below_home(NewsIndexPage(title="News", slug="news"))
    archive = below_home(NewsletterIndexPage(title="Newsletter", slug="newsletters"))
    people(3)
    shown = [{"type": "page", "value": {"page": report.pk, "title": "", "text": "", "show_picture": False}}]
    return {
        "event": event,
        "post": create_post(text="It is out.", publish=False, by=BY),
        "report": report,
        "news": create_news(parent=news, title="We have a report", summary="Read it.", body="<p>Read it.</p>", by=BY),
        "issue": draft(archive, body=shown, send_when_published=True),
    }


def live(launch: dict[str, Any]) -> list[str]:
    return [name for name, thing in launch.items() if type(thing)._default_manager.get(pk=thing.pk).live]


def left_behind() -> tuple[int, int, list[str], int]:
    """What a release leaves: mailings, messages to do, kinds of public records, records in all."""
    kinds = sorted(Record.objects.filter(visibility="public").values_list("kind", flat=True))
    return Mailing.objects.count(), OutboxMessage.objects.count(), kinds, Record.objects.count()


def test_a_launch_goes_out_whole_or_not_at_all(launch: dict[str, Any]) -> None:
    bundle: Bundle = actions.create_bundle(name="Launch", by=BY)
    for thing in launch.values():
        actions.add_item(bundle=bundle, target=thing, by=BY)
    before = left_behind()

    with pytest.raises(ReleaseRefused, match="412"):
        actions.release(bundle=bundle, by=BY)
    refused = (live(launch), left_behind())
    report = PublicationPage.objects.get(pk=launch["report"].pk)
    change_publication(page=report, body=[("text", "<p>We asked many people.</p>")], by=BY)
    actions.release(bundle=bundle, by=BY)

    assert refused == ([], before)
    assert live(launch) == list(launch)
    assert Mailing.objects.count() == 1
    assert OutboxMessage.objects.filter(topic="ledger.fill").count() == 1
    assert {"event", "publication"} <= set(left_behind()[2])
