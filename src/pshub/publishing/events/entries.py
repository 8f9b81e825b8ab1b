"""What the catalogue tells of events."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.catalogue import Entry, Person, Source
from pshub.publishing.events.listing import published
from pshub.publishing.events.models import EventPage

PICTURE = "width-640"


def event_entries(keys: Collection[str] | None) -> Iterator[Entry]:
    """Yield the entries of events that everybody may read. Nothing that only those registered may know is among it."""
    events = published(EventPage.objects.all())
    if keys is not None:
        events = events.filter(pk__in=[key for key in keys if key.isdecimal()])
    events = events.select_related("inquiry__place", "place", "picture", "live_revision").prefetch_related(
        "topics", "people__profile", "hosts__organisation", "picture__renditions"
    )
    for event in events:
        people = list(event.people.all())
        words = [str(block.render_as_block()) for block in event.body]
        hosts = [host.organisation.name for host in event.hosts.all()]
        place = event.place or (event.inquiry.place if event.inquiry else None)
        yield Entry(
            kind="event",
            key=str(event.pk),
            title=event.title,
            url=event.url,
            label=event.get_kind_display(),
            summary=event.summary,
            text=strip_tags(" ".join([event.venue, event.town, *hosts, *words])),
            date=event.first_day,
            published_at=event.first_published_at,
            updated_at=event.last_published_at,
            topics=tuple(topic.slug for topic in event.topics.all()),
            authors=tuple(Person(person.name, person.profile.slug if person.profile else "") for person in people),
            inquiry=event.inquiry.slug if event.inquiry and event.inquiry.public else "",
            place=place.slug if place else "",
            picture=event.picture.get_rendition(PICTURE).url if event.picture else "",
            picture_description=event.picture_description,
        )


SOURCE = Source("event", _("Event"), _("Events"), entries=event_entries, order=20)
