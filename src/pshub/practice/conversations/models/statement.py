"""Statements: what people vote on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Record
from pshub.practice.conversations.models.conversation import Conversation, ModerationReason


class Statement(models.Model):
    """One thing that somebody said and others vote on."""

    class Origin(models.TextChoices):
        """How a statement came in."""

        SEEDED = "seeded", _("Written beforehand")
        SUBMITTED = "submitted", _("Added by somebody who takes part")
        IMPORTED = "imported", _("Imported")

    class State(models.TextChoices):
        """What the moderators decided."""

        PENDING = "pending", _("Waiting to be read")
        ACCEPTED = "accepted", _("Put to the vote")
        REJECTED = "rejected", _("Turned down")

    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, primary_key=True, related_name="statement", verbose_name=_("record")
    )
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("statement"))
    #: SHA-256 of the text without differences of case, spacing and Unicode form.
    fingerprint = models.CharField(max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=20, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    reason = models.ForeignKey(
        ModerationReason, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    meta = models.BooleanField(
        _("about the people who take part"),
        default=False,
        help_text=_("Such statements are asked of everybody but do not shape the map."),
    )
    #: To the hour: a finer time could be laid beside the times of votes.
    submitted_at = models.DateTimeField(_("added"))
    #: Keyed hash under the key of the conversation's statements, which is not the key of its votes.
    author = models.CharField(max_length=64, blank=True, editable=False)
    #: What the export that this came from says of it, column by column.
    source = models.JSONField(null=True, blank=True, editable=False)
    #: Place in the file that this came from.
    source_line = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        """By number."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["conversation", "number"], name="statement_number_once"),
            models.UniqueConstraint(
                fields=["conversation", "fingerprint"],
                condition=~models.Q(origin="imported"),
                name="statement_text_once",
            ),
            models.CheckConstraint(
                name="statement_rejected_with_reason",
                condition=models.Q(state="rejected", reason__isnull=False)
                | (~models.Q(state="rejected") & models.Q(reason__isnull=True)),
            ),
        )
        indexes = (
            models.Index(fields=["conversation", "state", "number"], name="statement_state"),
            models.Index(fields=["conversation", "author"], name="statement_author"),
        )

    def __str__(self) -> str:
        """Start of the text."""
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def lang(self) -> str:
        """Language of the text, for the page's markup."""
        return self.language or self.conversation.language
