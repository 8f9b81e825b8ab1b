"""Rows that stand for something that must happen outside the database."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One thing to do after the transaction that asked for it has been committed.

    The key is unique, so that asking for the same thing twice queues it once.
    """

    class State(models.TextChoices):
        """How far a message is."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    topic = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering = ("id",)
        indexes = (models.Index(fields=["state", "due_at"], name="outbox_due"),)
        constraints = (
            models.CheckConstraint(
                name="outbox_finished_when_done",
                condition=models.Q(state="waiting", finished_at__isnull=True)
                | (~models.Q(state="waiting") & models.Q(finished_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        """Topic and key."""
        return f"{self.topic} {self.key}"


class ScheduledJob(models.Model):
    """When a job is due again, and which worker has it until when."""

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        """By name."""

        ordering = ("name",)

    def __str__(self) -> str:
        """Name."""
        return self.name


class WorkerProcess(models.Model):
    """A worker and when it was last alive."""

    id = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        """Last seen first."""

        ordering = ("-seen_at",)

    def __str__(self) -> str:
        """Identity."""
        return self.id


class SendList(models.Model):
    """One message for many people: the list of whom it goes to, and how far that is.

    A list closes only when its rows balance: sent, failed and suppressed together make up all of them.
    """

    class State(models.TextChoices):
        """How far a list is."""

        QUEUED = "queued", _("Getting ready")
        SENDING = "sending", _("Sending")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Sent")
        CANCELLED = "cancelled", _("Cancelled")

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.PositiveIntegerField(null=True, blank=True)
    sent = models.PositiveIntegerField(null=True, blank=True)
    failed = models.PositiveIntegerField(null=True, blank=True)
    suppressed = models.PositiveIntegerField(null=True, blank=True)
    #: Counts the turns of sending, so that of two tasks for one turn only the first does anything.
    turn = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="sendlist_closed_when_balanced",
                condition=~models.Q(state="closed")
                | models.Q(
                    closed_at__isnull=False,
                    sent__isnull=False,
                    failed__isnull=False,
                    suppressed__isnull=False,
                    total=models.F("sent") + models.F("failed") + models.F("suppressed"),
                ),
            ),
        )

    def __str__(self) -> str:
        """Title."""
        return self.title


class SendRow(models.Model):
    """One address on a list: the ledger of what was sent to whom."""

    class State(models.TextChoices):
        """How far a row is."""

        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        UNCERTAIN = "uncertain", _("Not known whether it arrived")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not sent")

    send_list = models.ForeignKey(SendList, on_delete=models.CASCADE, related_name="rows")
    recipient = models.CharField(max_length=64)
    address = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In the order they were queued."""

        ordering = ("id",)
        indexes = (models.Index(fields=["send_list", "state", "due_at"], name="sendrow_next"),)
        constraints = (
            models.UniqueConstraint(fields=["send_list", "recipient"], name="sendrow_one_for_each_recipient"),
            models.UniqueConstraint(
                fields=["send_list", "address"],
                condition=~models.Q(address=""),
                name="sendrow_one_for_each_address",
            ),
            models.CheckConstraint(
                name="sendrow_finished_when_settled",
                condition=models.Q(state__in=["queued", "sending", "uncertain"], finished_at__isnull=True)
                | models.Q(state__in=["sent", "failed", "suppressed"], finished_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Key and state."""
        return f"{self.recipient} {self.state}"


class AddressTrouble(models.Model):
    """Something that went wrong with an address: a bounce, or a complaint of whoever reads there."""

    class Kind(models.TextChoices):
        """What went wrong."""

        HARD = "hard", _("Cannot be delivered")
        SOFT = "soft", _("Could not be delivered for now")
        COMPLAINT = "complaint", _("Reported as unwanted")

    address = models.CharField(max_length=254, db_index=True)
    kind = models.CharField(max_length=10, choices=Kind)
    detail = models.CharField(max_length=300, blank=True)
    #: Names the event where a provider tells of it, which it may do more than once.
    event = models.CharField(max_length=200, null=True, blank=True, unique=True)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        """Kind."""
        return self.kind


class MailboxMessage(models.Model):
    """A message that a demonstration would have sent."""

    recipient = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    source = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-id",)

    def __str__(self) -> str:
        """Subject."""
        return self.subject
