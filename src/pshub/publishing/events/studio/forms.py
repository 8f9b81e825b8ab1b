"""The studio's forms about registrations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from pshub.publishing.events.actions import Invitee, read_invitees
from pshub.publishing.events.clock import moment_of, on_the_wall
from pshub.publishing.events.forms import WallClockField
from pshub.publishing.events.models import EventPage
from pshub.publishing.events.opening import closes_at
from pshub.publishing.events.problems import LinesRefused

DAYS_TO_ANSWER = 14


class AddForm(forms.Form):
    """Somebody who wrote or rang."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    access = forms.CharField(
        label=_("Access needs"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    dietary = forms.CharField(
        label=_("Dietary needs"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class InviteForm(forms.Form):
    """Whom to invite, and until when they may answer."""

    people = forms.CharField(
        label=_("Whom to invite"),
        help_text=_("One a line: ada@example.org, or Ada Byron <ada@example.org>."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    expires_at = WallClockField(
        label=_("The links work until"), help_text=_("By the clock of the event."), widget=AdminDateTimeInput
    )
    note = forms.CharField(
        label=_("A line of your own"),
        max_length=1000,
        required=False,
        help_text=_("It stands at the top of the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, event: EventPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        ends = min(filter(None, (timezone.now() + timedelta(days=DAYS_TO_ANSWER), closes_at(event))))
        self.initial.setdefault("expires_at", on_the_wall(ends, event.time_zone).replace(second=0, microsecond=0))

    def clean_people(self) -> list[Invitee]:
        """Return the people, or say what is wrong with each line."""
        try:
            return read_invitees(self.cleaned_data["people"])
        except LinesRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from None

    def clean_expires_at(self) -> datetime:
        """Return the moment that was meant."""
        return moment_of(self.cleaned_data["expires_at"], self.event.time_zone)
