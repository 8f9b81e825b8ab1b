"""The studio's form of an event: times are written by the clock of the event's time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateTimeInput

from pshub.inquiries.imprecise import ImpreciseDate
from pshub.publishing.events.clock import moment_of, on_the_wall, time_zones


class WallClockField(forms.DateTimeField):
    """A time as a clock on the wall shows it; which clock is known only once the whole form is."""

    widget = AdminDateTimeInput

    def prepare_value(self, value: Any) -> Any:
        """Show a time as it is."""
        return value

    def to_python(self, value: Any) -> datetime | None:
        """Read a time without a time zone."""
        # Read in a zone that shows every time once: what the event's clock does not show is said later.
        with timezone.override(UTC):
            read = super().to_python(value)
            return timezone.make_naive(read) if read is not None and timezone.is_aware(read) else read


CLOCKS = ("begins_at", "ends_at", "registration_opens_at", "registration_closes_at")


class EventPageForm(WagtailAdminPageForm):  # type: ignore[misc]
    """Reads and shows all times by the event's own clock, so that a change of time zone keeps them as written."""

    begins_at = WallClockField(required=False, label=gettext_lazy("Begins"))
    ends_at = WallClockField(required=False, label=gettext_lazy("Ends"))
    registration_opens_at = WallClockField(required=False, label=gettext_lazy("Registration opens"))
    registration_closes_at = WallClockField(
        required=False,
        label=gettext_lazy("Registration closes"),
        help_text=gettext_lazy("Empty: when the event begins."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.instance.time_zone
        self.fields["time_zone"].choices = [(name, name.replace("_", " ")) for name in sorted({zone, *time_zones()})]
        for name in CLOCKS:
            moment = getattr(self.instance, name)
            self.initial[name] = on_the_wall(moment, zone) if moment is not None else None
        if self.instance.date_text:
            self.initial["date_text"] = ImpreciseDate.parse(self.instance.date_text).text

    def clean(self) -> dict[str, Any]:
        """Turn the times into moments, and say which of them the clock never shows."""
        cleaned: dict[str, Any] = super().clean()
        zone = cleaned.get("time_zone") or self.instance.time_zone
        for name in CLOCKS:
            wall = cleaned.get(name)
            if wall is not None:
                try:
                    cleaned[name] = moment_of(wall, zone)
                except ValidationError as refused:
                    self.add_error(name, refused)
        return cleaned
