"""Taking over subscribers who agreed elsewhere, row by row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pshub.delivery.troubles import verdict_on
from pshub.inquiries.models import Topic
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.newsletters.actions.subscribing import SEND, normalised
from pshub.publishing.newsletters.models import Subscriber

#: Rows written in one transaction.
PORTION = 500
MOST_ROWS = 200_000


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    KNOWN = "known"
    LEFT = "left"
    REFUSED = "refused"


class ImportRefused(ValueError):
    """A file cannot be taken at all; nothing of it was written."""

    code = "import-refused"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its line, and what becomes of it and why."""

    line: int
    address: str
    fate: Fate
    why: str = ""
    topics: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What becomes, or would become, of each row."""

    rows: tuple[Row, ...]
    dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows met each fate."""
        found = Counter(row.fate.value for row in self.rows)
        return {fate.value: found.get(fate.value, 0) for fate in Fate}

    @property
    def refused(self) -> list[Row]:
        """Return the rows that were not taken."""
        return [row for row in self.rows if row.fate in {Fate.REFUSED, Fate.LEFT}]


def import_subscribers(*, source: bytes, consent: str, dry_run: bool = False, by: Actor) -> Report:
    """Put addresses on the list whose owners agreed elsewhere. A second run changes nothing.

    Whoever has left, bounced or complained here stays off: only they themselves can come back.

    Parameters
    ----------
    source
        A CSV file in UTF-8 with the column ``email`` and, if wanted, ``topics`` (names in addresses, apart by ``;``).
    consent
        Where and when the owners agreed; kept with each address.

    Raises
    ------
    ImportRefused
        Where the file is none, or nothing is said about consent.
    """
    require(by, SEND)
    if not consent.strip():
        raise ImportRefused(_("Say where and when these people agreed to get the newsletter."))
    rows = _checked(source)
    if not dry_run:
        for start in range(0, len(rows), PORTION):
            _write(rows[start : start + PORTION], consent.strip()[:300])
        with transaction.atomic():
            report = Report(tuple(rows), dry_run)
            audit(by, verb="subscribers.imported", detail={**report.counts, "consent": consent.strip()[:300]})
    return Report(tuple(rows), dry_run)


def _read(source: bytes) -> csv.DictReader[str]:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(
            _("The file is not in UTF-8 (byte %(place)d). Save it as “CSV UTF-8” and try again.")
            % {"place": error.start}
        ) from error
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") else ",")
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "email" not in reader.fieldnames:
        raise ImportRefused(_("The first line must name the columns, and one of them must be “email”."))
    return reader


def _checked(source: bytes) -> list[Row]:
    states = dict(Subscriber.objects.values_list("email", "state"))
    topics = dict(Topic.objects.values_list("slug", "pk"))
    rows: list[Row] = []
    seen: set[str] = set()
    try:
        reader = _read(source)
        for values in reader:
            if len(rows) >= MOST_ROWS:
                raise ImportRefused(_("The file has more than %(most)d rows. Divide it.") % {"most": MOST_ROWS})
            if any(values.values()):
                rows.append(_fate(reader.line_num, values, states, topics, seen))
    except csv.Error as error:
        raise ImportRefused(_("The file cannot be read as CSV: %(why)s.") % {"why": error}) from error
    return rows


def _fate(
    line: int, values: dict[str, str | None], states: dict[str, str], topics: dict[str, int], seen: set[str]
) -> Row:
    written = (values.get("email") or "").strip()
    try:
        address = normalised(written)
    except ValidationError as wrong:
        return Row(line, written[:254], Fate.REFUSED, " ".join(wrong.messages))
    if address in seen:
        return Row(line, address, Fate.KNOWN, _("twice in this file"))
    seen.add(address)
    names = [name.strip() for name in (values.get("topics") or "").replace(",", ";").split(";") if name.strip()]
    unknown = [name for name in names if name not in topics]
    if unknown:
        return Row(line, address, Fate.REFUSED, _("no such topic: %(names)s") % {"names": ", ".join(unknown)})
    state = states.get(address)
    if state == Subscriber.State.SUBSCRIBED:
        return Row(line, address, Fate.KNOWN, _("on the list already"))
    if state is not None and state != Subscriber.State.PENDING:
        return Row(line, address, Fate.LEFT, str(Subscriber.State(state).label))
    if state is None and verdict_on(address) is not None:
        return Row(line, address, Fate.LEFT, _("mail to it has failed, or was reported as unwanted"))
    return Row(line, address, Fate.ADDED, topics=tuple(topics[name] for name in names))


def _write(rows: list[Row], consent: str) -> None:
    wanted = {row.address: row.topics for row in rows if row.fate == Fate.ADDED}
    now = timezone.now()
    through = Subscriber.topics.through
    with transaction.atomic():
        Subscriber.objects.bulk_create([Subscriber(email=address) for address in wanted], ignore_conflicts=True)
        # Whoever left between the check and now stays off.
        held = Subscriber.objects.select_for_update().filter(email__in=wanted, state=Subscriber.State.PENDING)
        found = list(held)
        held.filter(pk__in=[row.pk for row in found]).update(
            state=Subscriber.State.SUBSCRIBED, confirmed_at=now, consent=consent
        )
        through.objects.bulk_create(
            [through(subscriber_id=row.pk, topic_id=topic) for row in found for topic in wanted[row.email]],
            ignore_conflicts=True,
        )
