"""The worker's part of badges and lists: laying them out as it was asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from pshub.delivery import outbox
from pshub.publishing.events.models import PrintedSheet
from pshub.publishing.events.problems import EventRefused
from pshub.publishing.events.topics import PRINT


@outbox.handler(PRINT)
def make_sheet(payload: Mapping[str, Any]) -> None:
    """Make a sheet that was asked for; one that is made or thrown away already is left alone."""
    # The library that lays out pages is large, and the worker's alone.
    from pshub.publishing.events.printing.sheets import pdf

    found = PrintedSheet.objects.filter(key=uuid.UUID(payload["sheet"]), made_at=None).select_related("event")
    sheet = found.first()
    if sheet is None:
        return
    try:
        content, people = pdf(sheet.event, sheet.layout)
    except EventRefused as refused:
        found.update(made_at=timezone.now(), problem=str(refused))
        return
    # The name says nothing, and a second run of a killed worker writes a file of its own.
    name = sheet.file.storage.save(f"events/{sheet.key}.pdf", ContentFile(content))
    if not found.update(made_at=timezone.now(), people=people, file=name):
        sheet.file.storage.delete(name)
