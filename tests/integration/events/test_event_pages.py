"""What everybody reads of an event, and what only those registered do."""

from __future__ import annotations

import pytest
from django.utils import timezone

from pshub.inquiries import catalogue
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage

PRIVATE = ("Mill Lane", "Wheel room", "secret-room")


def test_a_published_event_is_on_the_trail_and_in_the_catalogue_without_what_is_private(client, hold_event, inquiry):
    event = hold_event(inquiry=inquiry)
    page = client.get(event.url).content.decode()
    assert "Old Mill, Northgate" in page
    assert client.get(event.record.get_absolute_url()).url == event.url
    entry = next(iter(catalogue.get("event").entries([str(event.pk)])))
    assert (entry.title, entry.date, entry.inquiry) == (event.title, event.first_day, "libraries")
    for secret in PRIVATE:
        assert secret not in f"{page}{entry}"


def test_an_unpublished_event_leaves_site_catalogue_and_trail(client, hold_event, by):
    event = hold_event()
    actions.unpublish(page=event, by=by)
    event.record.refresh_from_db()
    assert client.get(event.url).status_code == 404
    assert list(catalogue.get("event").entries(None)) == []
    assert event.record.visibility == "studio"


def test_an_imprecise_date_is_shown_as_it_was_written_and_sorted_by_what_it_can_be(client, hold_event):
    event = hold_event(date_text="late June 2011")
    assert (event.first_day.isoformat(), event.last_day.isoformat()) == ("2011-06-21", "2011-06-30")
    assert "late June 2011" in client.get(event.url).content.decode()


@pytest.mark.parametrize("change", ["time", "nothing"])
def test_the_number_in_calendars_rises_with_a_change_of_time_and_only_then(hold_event, by, change):
    event = hold_event()
    draft = EventPage.objects.get(pk=event.pk)
    draft.summary = "Said better."
    if change == "time":
        draft.ends_at = event.ends_at + timezone.timedelta(hours=1)
    draft.save_revision()
    actions.publish(page=draft, by=by)
    assert event.arrangements.first().number == (1 if change == "time" else 0)
