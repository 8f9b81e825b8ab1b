"""Who takes part, and how they voted. Row-level data: none of it is ever shown to anybody but its owner."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pshub.practice.conversations.models.conversation import Conversation
from pshub.practice.conversations.models.statement import Statement


class Participant(models.Model):
    """Somebody who votes in one conversation, known by a pseudonym that means nothing outside it."""

    class Mode(models.TextChoices):
        """Where somebody takes part."""

        ONLINE = "online", _("Online")
        ROOM = "room", _("In the room")
        PAPER = "paper", _("On paper")

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="participants")
    #: Keyed hash of a token that only the person's browser holds; None once the key is gone, and for imports.
    pseudonym = models.CharField(max_length=64, null=True, blank=True)
    #: What an import calls this person (``voter-id`` of Polis); None for people who voted here.
    label = models.CharField(max_length=80, null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ONLINE)
    #: Columns that an import gives of this person, such as ``group-id`` and ``n-votes`` of Polis.
    source = models.JSONField(null=True, blank=True)
    source_line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """No order: the order of arrival says something of people."""

        constraints = (
            models.UniqueConstraint(fields=["conversation", "pseudonym"], name="pseudonym_once_per_conversation"),
            models.UniqueConstraint(fields=["conversation", "label"], name="participant_label_once"),
        )

    def __str__(self) -> str:
        """Nothing that could be followed."""
        return str(self.get_mode_display())


class Vote(models.Model):
    """What somebody said of a statement: at most one row for the two, the last vote counts."""

    class Value(models.IntegerChoices):
        """Agree, disagree, pass."""

        AGREE = 1, _("Agree")
        DISAGREE = -1, _("Disagree")
        PASS = 0, _("Pass")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes")
    value = models.SmallIntegerField(choices=Value)
    cast_at = models.DateTimeField(db_index=True)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        """No order."""

        constraints = (
            models.UniqueConstraint(fields=["participant", "statement"], name="vote_once"),
            models.CheckConstraint(name="vote_value", condition=models.Q(value__in=[-1, 0, 1])),
        )

    def __str__(self) -> str:
        """Nothing of whose vote it is."""
        return str(self.get_value_display())
