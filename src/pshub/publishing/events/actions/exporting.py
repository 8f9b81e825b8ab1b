"""Taking out who comes."""

from __future__ import annotations

import csv
import io

from django.db import transaction
from django.utils.translation import gettext as _

from pshub.evidence.tables import neutralised
from pshub.people.actors import Actor
from pshub.people.audit import audit
from pshub.people.permissions import require
from pshub.publishing.events.models import EventPage, Registration


def export_names(*, event: EventPage, by: Actor) -> bytes:
    """Return the names of those who registered as CSV: no addresses, nothing of what they need, no formulas."""
    require(by, "events.manage", scope=event.inquiry)
    rows = Registration.objects.filter(event=event).exclude(state=Registration.State.DECLINED)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_("name"), _("organisation"), _("state"), _("registered"), _("checked in")])
    count = 0
    for row in rows:
        times = (row.registered_at, row.checked_in_at)
        shown = [moment.astimezone(event.zone).strftime("%Y-%m-%d %H:%M") if moment else "" for moment in times]
        writer.writerow([neutralised(row.name), neutralised(row.organisation), row.get_state_display(), *shown])
        count += 1
    with transaction.atomic():
        audit(by, verb="event.names_exported", target=event, detail={"registrations": count})
    # Spreadsheet programs take a file for UTF-8 only where it begins with this mark.
    return buffer.getvalue().encode("utf-8-sig")
