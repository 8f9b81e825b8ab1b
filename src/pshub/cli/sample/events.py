"""The sample's events: some past, some to come, one full, one by invitation, two whose day nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents.models import Document

from pshub.cli.sample.calendar import day
from pshub.cli.sample.content import toml
from pshub.cli.sample.pages import image
from pshub.inquiries.models import Inquiry, Record, Topic
from pshub.people.actors import Actor
from pshub.people.models import Organisation, Profile
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventHost, EventIndexPage, EventPage, EventPerson, Registration
from pshub.site.models import HomePage

COPIED = ("venue", "town", "room", "address", "joining", "online_link", "registration", "picture_description")
#: Those who come: invented, and so many that no two at one event are of one name.
FIRST = ("Ada", "Bryn", "Chidi", "Dilys", "Emeka", "Farah", "Gwen", "Hamid", "Ines", "Jonas")
LAST = ("Abbott", "Baptiste", "Castellanos", "Dutta", "Eastwood", "Farrow", "Griffiths")


def load_events(*, inquiry: Inquiry, gathering: Record, today: date, by: Actor) -> None:
    """Publish the events that are missing; `gathering` is the record of the day at the Weavers' Hall."""
    said = toml("events")
    index = _index(said["introduction"])
    for event in said["events"]:
        if not EventPage.objects.filter(slug=event["slug"]).exists():
            with transaction.atomic():
                _load(event, index, inquiry, gathering, today, by)


def _index(introduction: str) -> EventIndexPage:
    found: EventIndexPage | None = EventIndexPage.objects.first()
    if found is None:
        found = EventIndexPage(title="Events", slug="events", introduction=introduction)
        HomePage.objects.get().add_child(instance=found)
        found.save_revision(log_action=True).publish()
    return found


def _when(said: Mapping[str, Any], today: date) -> dict[str, Any]:
    words = said.get("date_text", "")
    if words == "summer":
        return {"date_text": f"summer {today.year + (today.month > 5)}"}
    if words:
        offset, third = words.split()
        return {"date_text": f"{third} {day(today, int(offset)):%B %Y}"}
    on = day(today, said["day"], weekday=said["weekday"])
    hour, part = divmod(round(said["from"] * 60), 60)
    begins = timezone.make_aware(datetime.combine(on, time(hour, part)))
    return {"begins_at": begins, "ends_at": begins + timedelta(hours=said["hours"])}


def _load(
    said: Mapping[str, Any], index: EventIndexPage, inquiry: Inquiry, gathering: Record, today: date, by: Actor
) -> None:
    own = said.get("record", False)
    page = EventPage(
        title=said["title"],
        slug=said["slug"],
        kind=said["kind"],
        summary=gathering.summary if own else _first_sentence(said["text"]),
        inquiry=inquiry if "inquiry" in said else None,
        picture=image(said["picture"], said["picture_description"]) if "picture" in said else None,
        record=gathering if own else None,
        capacity=said.get("capacity"),
        online=said.get("online", False),
        live=False,
        **_when(said, today),
        **{name: said[name] for name in COPIED if name in said},
    )
    page.body = _stream(page, "body", _body(said))
    page.materials = _stream(page, "materials", _materials(said))
    page.people = [_person(person, order) for order, person in enumerate(said.get("people", ()))]
    page.hosts = [
        EventHost(organisation=Organisation.objects.get(name=name), sort_order=order)
        for order, name in enumerate(said.get("hosts", ()))
    ]
    page.clean()
    index.add_child(instance=page)
    page.topics = Topic.objects.filter(slug__in=said.get("topics", ()))
    page.save_revision(log_action=True)
    event = actions.publish(page=page, by=by)
    _seat(event, said.get("taken", 0), said.get("waiting", 0))


def _first_sentence(text: str) -> str:
    return text.removeprefix("<p>").partition("</p>")[0]


def _stream(page: EventPage, field: str, blocks: list[tuple[str, Any]]) -> Any:
    stream = page._meta.get_field(field).stream_block
    return stream.to_python([{"type": name, "value": value} for name, value in blocks])


def _body(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = [("text", said["text"])]
    if rows := said.get("programme"):
        items = [dict(zip(("time", "what", "who"), row, strict=True)) for row in rows]
        blocks.append(("programme", {"title": "Programme", "items": items}))
    return blocks


def _materials(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = [
        ("slides", {**slides, "document": _document(f"{slides['title']}.txt", slides["title"].encode()).pk})
        for slides in said.get("slides", ())
    ]
    for picture in said.get("pictures", ()):
        words = {name: picture[name] for name in ("description", "caption")}
        blocks.append(("picture", {**words, "image": image(picture["name"], picture["description"][:255]).pk}))
    if video := said.get("video"):
        poster = image(video["poster"], "The hall in the evening").pk
        blocks.append(("video", {**video, "poster": poster, "language": "en", "silent": False}))
    return blocks


def _document(title: str, content: bytes) -> Document:
    found = Document.objects.filter(title=title).first()
    return found or Document.objects.create(title=title, file=ContentFile(content, name=title))


def _person(said: Mapping[str, str], order: int) -> EventPerson:
    profile = Profile.objects.filter(name=said["name"]).first()
    return EventPerson(**said, profile=profile, sort_order=order)


def _seat(event: EventPage, taken: int, waiting: int) -> None:
    """Enter those who come. They are written as they would stand by now, so that nobody is sent a letter."""
    names = [f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}" for number in range(taken + waiting)]
    Registration.objects.bulk_create(
        Registration(
            event=event,
            name=name,
            email=f"{name.lower().replace(' ', '.')}@example.org",
            state=Registration.State.CONFIRMED if number < taken else Registration.State.WAITING,
            seat=number + 1 if number < taken else None,
            turn=None if number < taken else number + 1,
        )
        for number, name in enumerate(names)
    )
