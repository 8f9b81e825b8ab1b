"""The forms of the public pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pshub.practice.conversations import texts


class StatementForm(forms.Form):
    """A statement that somebody adds. Its length is checked by the action, which says what to do."""

    text = forms.CharField(
        label=_("Your statement"),
        help_text=_(
            "One idea, in one sentence or two, that others can agree or disagree with. At most %(limit)s characters. "
            "Do not name anybody or give their details."
        )
        % {"limit": texts.LONGEST},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        strip=False,
        error_messages={"required": _("Write your statement.")},
    )


class ErasureForm(forms.Form):
    """Somebody's wish to have their data erased."""

    sure = forms.BooleanField(
        label=_("Erase my votes, and cut the tie to my statements. This can't be undone."),
        error_messages={"required": _("Tick the box if you want your data erased.")},
    )
