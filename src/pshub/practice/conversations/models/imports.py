"""What is kept of an imported export so that it can be given back unchanged. As restricted as the votes."""

from __future__ import annotations

from django.db import models

from pshub.practice.conversations.models.conversation import Conversation
from pshub.practice.conversations.models.statement import Statement
from pshub.practice.conversations.models.voting import Participant


class PolisImport(models.Model):
    """The Polis export that a conversation was loaded from: its files' headers, its summary, and a digest of it all."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="polis_import"
    )
    #: The conversation's address on Polis, by which it is known again; empty where the summary gives none.
    address = models.CharField(max_length=500, blank=True, db_index=True)
    #: Digest of the files as last loaded to the end; empty while a load is under way.
    digest = models.CharField(max_length=64, blank=True)
    #: Rows of summary.csv as [name, value], in file order.
    summary = models.JSONField(default=list)
    comment_columns = models.JSONField(default=list)
    vote_columns = models.JSONField(default=list)
    #: Header of participants-votes.csv; empty where the export has no such file.
    participant_columns = models.JSONField(default=list)
    #: Labels of people who were erased here: a second import must not bring them back.
    erased = models.JSONField(default=list)
    loaded_at = models.DateTimeField(null=True, blank=True)
    #: Token of the import that is loading the files now; no other may until it lets go or falls silent.
    loader = models.CharField(max_length=32, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One conversation for each address."""

        constraints = (
            models.UniqueConstraint(
                fields=["address"], condition=~models.Q(address=""), name="polis_address_imported_once"
            ),
        )

    def __str__(self) -> str:
        """Start of the digest."""
        return self.digest[:12]


class ImportedVote(models.Model):
    """A row of an export's votes.csv, votes that were later changed included."""

    #: Of the constraint below, whose index serves to find the rows of a conversation.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="imported_votes", db_index=False
    )
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="imported_votes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="imported_votes")
    line = models.PositiveIntegerField()
    value = models.SmallIntegerField()
    #: Milliseconds since 1970 as the file gives them; 0 where it gives none.
    timestamp = models.BigIntegerField()
    #: The file's own wording of the time.
    written = models.CharField(max_length=80, blank=True)

    class Meta:
        """In file order."""

        ordering = ("line",)
        constraints = (
            models.CheckConstraint(name="imported_vote_value", condition=models.Q(value__in=[-1, 0, 1])),
            models.UniqueConstraint(fields=["conversation", "line"], name="imported_line_once"),
        )

    def __str__(self) -> str:
        """Nothing of whose vote it is."""
        return f"line {self.line}"
