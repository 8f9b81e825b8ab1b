"""The forms by which people register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_ADDRESS = {
    "required": _("Enter your e-mail address, such as name@example.org."),
    "invalid": _("Enter an e-mail address as it is written, such as name@example.org."),
}


class RegistrationForm(forms.Form):
    """Who wants to come, and what they need."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We write to it about this event only."),
        error_messages=_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    access = forms.CharField(
        label=_("What you need to take part"),
        max_length=1000,
        required=False,
        help_text=_("Such as step-free access, a hearing loop or a sign language interpreter."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    dietary = forms.CharField(
        label=_("What you do not eat"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consent = forms.BooleanField(
        label=_("I agree that you keep these details to hold this event"),
        error_messages={"required": _("Tick the box if you agree: without it we cannot register you.")},
    )

    def __init__(self, *args: Any, ask_needs: bool = True, needs_days: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_needs:
            del self.fields["access"], self.fields["dietary"]
        self.fields["consent"].help_text = (
            _("Those who run the event see them. What you need is erased %(days)d days after the event.")
            % {"days": needs_days}
            if ask_needs
            else _("Those who run the event see them.")
        )

    def answers(self) -> dict[str, Any]:
        """Return what the action to register takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


class InvitedForm(RegistrationForm):
    """The same for somebody who was invited: the address is the one that the invitation went to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
