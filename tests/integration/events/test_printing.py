"""Badges and attendance sheets: every name fits, nobody's needs are on them, and they do not stay."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pshub.people.actors import Actor
from pshub.people.models import AuditEntry
from pshub.people.permissions import NotPermitted
from pshub.publishing.events import actions
from pshub.publishing.events.models import EventPage, PrintedSheet, Registration
from pshub.publishing.events.printing.fitting import fitting_size, lines
from pshub.publishing.events.printing.sheets import GRIDS, document, pdf

HoldEvent = Callable[..., EventPage]
NAMES = [
    ("Ann Evans", "Northgate College"),
    ("Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh", "Gesellschaft für Rindfleischetikettierungsüberwachung"),
    ("Siân ap Llanfairpwllgwyngyllgogerychwyrndrobwll", "Llywodraeth"),
    ("王小明", "北門圖書館"),
    ("محمد عبد الرحمن الأنصاري", "مكتبة"),
    ("Oluwaseun Adébáyọ̀ Ọláńrewájú-Bámgbóyè of Little Northgate", "Forum for everybody who reads, writes and listens"),
    ("M" * 60, "W" * 80),
    ("X", ""),
]


@pytest.fixture
def event(hold_event: HoldEvent) -> EventPage:
    """An event with people whose names are hard to fit."""
    made = hold_event()
    Registration.objects.bulk_create(
        Registration(event=made, name=name, organisation=organisation, state="confirmed", seat=seat)
        for seat, (name, organisation) in enumerate(NAMES * 2, 1)
    )
    Registration.objects.create(event=made, name="Wil Waiting", state="waiting", turn=1)
    return made


def boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()) or ():
        yield from boxes(child)


@pytest.mark.parametrize("layout", sorted(GRIDS))
def test_every_name_stays_within_its_badge(event: EventPage, layout: str) -> None:
    people = list(Registration.objects.filter(event=event, state="confirmed"))
    made = document(event, layout, people)
    badges = [
        box
        for page in made.pages
        for box in boxes(page._page_box)
        if box.element is not None and box.element.get("class") == "badge" and type(box).__name__.startswith("Flex")
    ]
    outside = [
        (part.text, part.position_x, part.width)
        for box in badges
        for part in boxes(box)
        if type(part).__name__ == "TextBox"
        and not (
            box.position_x <= part.position_x + 0.5
            and part.position_x + part.width <= box.position_x + box.border_width() + 0.5
            and box.position_y <= part.position_y
            and part.position_y + part.height <= box.position_y + box.border_height() + 0.5
        )
    ]
    millimetre = 96 / 25.4

    assert len(badges) == len(people)
    assert outside == []
    expected = (105, 148) if layout == "badges-4" else (85, 55)
    assert {(round(box.border_width() / millimetre), round(box.border_height() / millimetre)) for box in badges} == {
        expected
    }
    assert len(made.pages) == -(-len(people) // GRIDS[PrintedSheet.Layout(layout)].each)


def test_a_list_is_by_surname_on_tagged_pages_with_a_title(event: EventPage) -> None:
    content, people = pdf(event, "list")
    with pikepdf.open(io.BytesIO(content)) as read:
        info = (bool(read.Root.MarkInfo.Marked), str(read.docinfo["/Title"]), len(read.pages))

    assert people == len(NAMES) * 2
    assert info[:2] == (True, f"Attendance: {event.title}")
    rows = [row.name for row in Registration.objects.filter(event=event, state="confirmed")]
    assert len(rows) == people


def test_the_worker_makes_what_was_asked_for_and_it_is_handed_out_and_thrown_away(
    event: EventPage, by: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sheet = actions.ask_for_sheet(event=event, layout="badges-10", by=by)
    sheet.refresh_from_db()
    content = actions.read_sheet(sheet=sheet, by=by)
    name = sheet.file.name

    assert content.startswith(b"%PDF-")
    assert (sheet.people, sheet.problem) == (len(NAMES) * 2, "")
    assert sheet.file.storage.exists(name)
    assert AuditEntry.objects.filter(verb="event.sheet_taken").count() == 1
    assert actions.forget_sheets(by=by) == 0
    PrintedSheet.objects.update(asked_at=timezone.now() - timedelta(days=3))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_sheets(by=by) == 1
    assert not sheet.file.storage.exists(name)
    with pytest.raises(NotPermitted):
        actions.ask_for_sheet(event=event, layout="list", by=Actor.visitor())


def test_sheets_are_made_for_whoever_manages_the_event_alone(client: Client, event: EventPage) -> None:
    address = f"/studio/registrations/{event.pk}/prints/"

    assert client.get(address)["Location"].startswith("/account/login/")
    assert client.post(address, {"layout": "list"})["Location"].startswith("/account/login/")
    assert PrintedSheet.objects.count() == 0


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=120), st.floats(60, 400))
def test_the_size_of_a_name_is_one_of_those_given_and_no_larger_than_fits(text: str, room: float) -> None:
    sizes = (30, 22, 16, 11, 8)
    size = fitting_size(text, sizes=sizes, room=room, height=90)

    assert size in sizes
    assert size == sizes[-1] or lines(text, size=size, room=room) * size <= 90
