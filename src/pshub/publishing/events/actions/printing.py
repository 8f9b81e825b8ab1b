"""Having badges and lists made, handing them out, and throwing them away."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pshub.delivery import outbox
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events.models import EventPage, PrintedSheet
from pshub.publishing.events.topics import PRINT

#: Sheets with names stay so long: print them, or have them made again.
KEPT = timedelta(days=2)


def ask_for_sheet(*, event: EventPage, layout: str, by: Actor) -> PrintedSheet:
    """Ask the worker for badges or a list of those with a seat."""
    require(by, "events.manage", scope=event.inquiry)
    with transaction.atomic():
        sheet: PrintedSheet = PrintedSheet.objects.create(
            event=event, layout=PrintedSheet.Layout(layout), asked_by=by.label[:200]
        )
        audit(by, verb="event.sheet_asked_for", target=event, detail={"layout": str(sheet.layout)})
        outbox.enqueue(PRINT, {"sheet": str(sheet.key)}, key=f"{PRINT}:{sheet.key}")
    return sheet


def read_sheet(*, sheet: PrintedSheet, by: Actor) -> bytes:
    """Hand out a sheet; taking names away is written down."""
    require(by, "events.manage", scope=sheet.event.inquiry)
    with sheet.file.open("rb") as file:
        content: bytes = file.read()
    with transaction.atomic():
        audit(by, verb="event.sheet_taken", target=sheet.event, detail={"layout": str(sheet.layout)})
    return content


def forget_sheets(*, by: Actor, older_than: timedelta = KEPT) -> int:
    """Throw sheets away that are older than that, with their files."""
    require(by, "events.manage")
    old = PrintedSheet.objects.filter(asked_at__lte=timezone.now() - older_than)
    with transaction.atomic():
        rows = list(old)
        files = [sheet.file for sheet in rows if sheet.file]

        def delete_files() -> None:
            for file in files:
                file.storage.delete(str(file.name))

        PrintedSheet.objects.filter(pk__in=[sheet.pk for sheet in rows]).delete()
        transaction.on_commit(delete_files)
    return len(rows)
