"""The forms of subscribers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Topic
from pshub.publishing.newsletters.actions.subscribing import normalised
from pshub.publishing.newsletters.models import Subscriber


def _topics() -> forms.ModelMultipleChoiceField[Topic]:
    return forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Topics"),
        help_text=_("Choose none to get every issue."),
    )


class AddressForm(forms.Form):
    """An e-mail address, checked by the words that we use for it."""

    email = forms.CharField(
        max_length=254,
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Enter your e-mail address, such as name@example.org.")},
    )

    def clean_email(self) -> str:
        """Return the address in the form that it is kept in."""
        return normalised(self.cleaned_data["email"])


class SignUpForm(AddressForm):
    """Asks for the newsletter."""

    altcha = forms.CharField(required=False, widget=forms.HiddenInput)
    topics = _topics()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Topic.objects.exists():
            del self.fields["topics"]


class PreferencesForm(forms.Form):
    """What somebody follows, and whether they take a break."""

    topics = _topics()
    pause = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=_("Take a break"),
        choices=[("", _("No break")), ("3", _("For 3 months")), ("6", _("For 6 months")), ("12", _("For a year"))],
    )

    def __init__(self, *args: Any, subscriber: Subscriber, **kwargs: Any) -> None:
        self.subscriber = subscriber
        kwargs.setdefault("initial", {"topics": list(subscriber.topics.all())})
        super().__init__(*args, **kwargs)
        if not Topic.objects.exists():
            del self.fields["topics"]
        if subscriber.paused_until:
            # A break that goes on is kept unless something else is chosen.
            choices = [("keep", _("Go on with the break")), *self.fields["pause"].choices]  # type: ignore[attr-defined]
            self.fields["pause"].choices = choices  # type: ignore[attr-defined]
            self.initial["pause"] = "keep"

    def paused_until(self) -> date | None:
        """Return until when mail shall wait."""
        chosen = self.cleaned_data.get("pause") or ""
        if chosen == "keep":
            return self.subscriber.paused_until
        return timezone.localdate() + timedelta(days=30 * int(chosen)) if chosen else None
