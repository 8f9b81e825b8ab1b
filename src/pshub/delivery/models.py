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
