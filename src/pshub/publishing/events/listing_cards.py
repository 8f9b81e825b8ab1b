"""What lists show of an event: a tile with its date, when and where, and whether there are seats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pshub.inquiries.imprecise import ImpreciseDate
from pshub.publishing.events.models import EventPage, Registration
from pshub.publishing.events.reading import in_words, where_in_words

#: From so few seats on a card says how many are left.
FEW = 10


@dataclass(frozen=True, slots=True)
class DateTile:
    """A date to be taken in at a glance: one thing large, the rest above and below it."""

    above: str
    large: str
    below: str

    @property
    def is_word(self) -> bool:
        """Whether a word stands large, which takes more room than a day."""
        return len(self.large) > 5


@dataclass(frozen=True, slots=True)
class Seats:
    """How things stand with coming, in few words, and the colour of their tag."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """An event as lists show it."""

    event: EventPage
    url: str
    tile: DateTile
    when: str
    where: str
    year: int
    seats: Seats | None
    left: tuple[str, ...]


def tile_of(first: date, last: date, roughly: ImpreciseDate | None = None) -> DateTile:
    """Return the tile of some days, or of a date that is known only roughly."""
    if roughly is not None and not roughly.is_exact:
        year, part = str(roughly.year), capfirst(roughly.part.label) if roughly.part else ""
        if roughly.month:
            return DateTile(part, formats.date_format(first, "M"), year)
        return DateTile("", part or year, year if part else "")
    if first == last:
        return DateTile(formats.date_format(first, "D"), str(first.day), formats.date_format(first, "M Y"))
    months = formats.date_format(last, "M Y")
    if (first.year, first.month) != (last.year, last.month):
        months = f"{formats.date_format(first, 'M')}–{months}"
    return DateTile(
        f"{formats.date_format(first, 'D')}–{formats.date_format(last, 'D')}", f"{first.day}–{last.day}", months
    )


def seats_of(event: EventPage, *, taken: int, waiting: int, now: datetime) -> Seats | None:
    """Return how things stand with coming to an event that is not over; None where nobody registers."""
    if event.registration == EventPage.Mode.NONE:
        return None
    if event.registration == EventPage.Mode.INVITATION:
        return Seats(_("By invitation"), "grey")
    if event.registration_opens_at and now < event.registration_opens_at:
        day = formats.date_format(timezone.localtime(event.registration_opens_at), "j F")
        return Seats(_("Registration opens on %(day)s") % {"day": day}, "grey")
    closes = event.registration_closes_at or event.begins_at
    if closes and now >= closes:
        return Seats(_("Registration closed"), "grey")
    if event.capacity is None:
        return Seats(_("Places available"), "green")
    left = event.capacity - taken
    if left <= 0 or waiting:
        return Seats(_("Full: join the waiting list"), "yellow")
    if left <= FEW:
        said = ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left}
        return Seats(said, "green")
    return Seats(_("Places available"), "green")


def seat_counts(events: Iterable[EventPage]) -> dict[int, tuple[int, int]]:
    """Return how many seats are taken and how many people wait, by event; one query."""
    rows = (
        Registration.objects.filter(event__in=[event.pk for event in events])
        .order_by()
        .values("event")
        .annotate(
            taken=Count("pk", filter=Q(state__in=Registration.SEATED)),
            waiting=Count("pk", filter=Q(state=Registration.State.WAITING)),
        )
    )
    return {row["event"]: (row["taken"], row["waiting"]) for row in rows}


def _left_behind(event: EventPage) -> tuple[str, ...]:
    """Return which sorts of material an event has, in words; without looking anything up."""
    names = {"slides": _("Slides"), "picture": _("Pictures"), "video": _("Video")}
    there = {block["type"] for block in event.materials.raw_data}
    return tuple(words for name, words in names.items() if name in there)


def cards(events: Iterable[EventPage], *, now: datetime, request: HttpRequest | None = None) -> list[Card]:
    """Return the cards of some events; one query, whatever the number."""
    shown = list(events)
    counts = seat_counts(shown) if shown else {}
    made = []
    for event in shown:
        taken, waiting = counts.get(event.pk, (0, 0))
        roughly = ImpreciseDate.parse(event.date_text) if event.begins_at is None and event.date_text else None
        first = event.first_day or timezone.localdate(now)
        made.append(
            Card(
                event=event,
                url=event.get_url(request) or "",
                tile=tile_of(first, event.last_day or first, roughly),
                when=capfirst(in_words(event)),
                where=where_in_words(event),
                year=first.year,
                seats=None if event.is_over else seats_of(event, taken=taken, waiting=waiting, now=now),
                left=_left_behind(event) if event.is_over else (),
            )
        )
    return made
