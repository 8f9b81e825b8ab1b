"""The studio's forms for conversations and statements."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Inquiry
from pshub.practice.conversations.actions import DEFAULT_REASONS, Reason
from pshub.practice.conversations.actions.conversations import DEFAULT_POLICY
from pshub.practice.conversations.models import Conversation, ModerationReason, Statement

#: Ends a line of the list of reasons where the words of such statements are not shown.
HIDDEN = "[hide]"


def reasons_to_lines(reasons: list[Reason] | list[ModerationReason]) -> str:
    """Return reasons as the form shows them, one a line."""
    return "\n".join(f"{reason.words}{'' if reason.shows_text else f' {HIDDEN}'}" for reason in reasons)


def lines_to_reasons(text: str, *, known: dict[str, str]) -> list[Reason]:
    """Return the reasons that lines give. Words that are known keep their code.

    Parameters
    ----------
    known
        Codes by words.
    """
    found: dict[str, Reason] = {}
    for line in text.splitlines():
        shows = HIDDEN not in line
        words = line.replace(HIDDEN, "").strip()
        if not words:
            continue
        code = known.get(words) or slugify(words)[:36] or "reason"
        if code in found:
            code = f"{code}-{len(found) + 1}"
        found[code] = Reason(code, words, shows_text=shows)
    return list(found.values())


class ConversationForm(forms.ModelForm[Conversation]):
    """What a conversation says of itself."""

    title = forms.CharField(label=_("Title"), max_length=300)
    inquiry = forms.ModelChoiceField(label=_("Inquiry"), queryset=Inquiry.objects.all())
    reasons = forms.CharField(
        label=_("Reasons for which statements may be turned down"),
        help_text=_(
            "One a line. They are published before the conversation opens and cannot be changed after. End a line "
            "with [hide] where the words of such statements should not be shown."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    class Meta:
        """Fields in the order of work."""

        model = Conversation
        fields: ClassVar[list[str]] = [
            "title",
            "inquiry",
            "question",
            "introduction",
            "moderation_policy",
            "reasons",
            "submissions",
            "language",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields["moderation_policy"].initial = DEFAULT_POLICY
            self.fields["reasons"].initial = reasons_to_lines(list(DEFAULT_REASONS))
            return
        del self.fields["inquiry"]
        self.fields["title"].initial = self.instance.record.title
        self.fields["reasons"].initial = reasons_to_lines(list(self.instance.reasons.all()))
        if self.instance.status != Conversation.Status.PLANNED:
            for name in ("question", "moderation_policy", "reasons", "language"):
                del self.fields[name]

    def clean_reasons(self) -> list[Reason]:
        """Turn lines into reasons."""
        known = {str(reason.words): reason.code for reason in DEFAULT_REASONS}
        if self.instance.pk is not None:
            known |= {reason.words: reason.code for reason in self.instance.reasons.all()}
        return lines_to_reasons(self.cleaned_data["reasons"], known=known)


class OpeningForm(forms.Form):
    """When a conversation opens and closes; empty times mean now, and not set yet."""

    at = forms.DateTimeField(
        label=_("Opens"),
        required=False,
        help_text=_("Day and time, such as 2027-03-07 09:00. Leave it empty to open now."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        help_text=_("Leave it empty if you don't know yet."),
    )


class StatementForm(forms.ModelForm[Statement]):
    """A statement that is written beforehand, or corrected before anybody voted on it."""

    class Meta:
        """Fields."""

        model = Statement
        fields: ClassVar[list[str]] = ["conversation", "text", "meta"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["conversation"]
