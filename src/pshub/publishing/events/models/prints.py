"""Sheets that were made for an event: badges and lists with names, kept only for as long as it takes to print them."""

from __future__ import annotations

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.publishing.events.models.pages import EventPage


def restricted_storage() -> Storage:
    """Return where files go that only those may read who work with them."""
    return storages["restricted"]


class PrintedSheet(models.Model):
    """A PDF with names for one event: asked for, then made by the worker."""

    class Layout(models.TextChoices):
        """What is printed, and how it lies on the sheet."""

        TEN = "badges-10", _("Badges, 85 × 55 mm, ten to a sheet without gaps")
        EIGHT = "badges-8", _("Badges, 85 × 55 mm, eight to a sheet with marks for cutting")
        FOUR = "badges-4", _("Badges, A6, four to a sheet, for lanyards")
        LIST = "list", _("Attendance sheet by surname, with a column for signatures")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="printed_sheets")
    layout = models.CharField(max_length=12, choices=Layout)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="events/", storage=restricted_storage, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-asked_at", "key")
        constraints = (
            models.CheckConstraint(
                name="sheet_has_file_or_problem_when_made",
                condition=Q(made_at__isnull=True, file="")
                | (Q(made_at__isnull=False) & (~Q(file="") | ~Q(problem=""))),
            ),
        )

    def __str__(self) -> str:
        """What it is."""
        return self.get_layout_display()
