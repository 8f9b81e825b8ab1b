"""A conversation, the reasons for which statements may be turned down, and which statements are served how often."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.inquiries.models import Record


class Conversation(models.Model):
    """A question on which people vote statement by statement. Its title and inquiry are those of its record."""

    class Status(models.TextChoices):
        """How far a conversation is. Told by the clock, never stored."""

        PLANNED = "planned", _("Not open yet")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Submissions(models.TextChoices):
        """Who may add statements."""

        EVERYBODY = "everybody", _("Everybody who takes part")
        NOBODY = "nobody", _("Nobody: all statements are written beforehand")

    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, primary_key=True, related_name="conversation", verbose_name=_("record")
    )
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    question = models.TextField(_("question"))
    introduction = models.TextField(_("introduction"), blank=True)
    moderation_policy = models.TextField(_("how statements are moderated"), blank=True)
    submissions = models.CharField(
        _("who may add statements"), max_length=12, choices=Submissions, default=Submissions.EVERYBODY
    )
    language = models.CharField(_("language of the statements"), max_length=20, default="en-GB")
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: People whose latest votes are not in the public result, because they were too few (see `close_and_seal`).
    left_out = models.PositiveSmallIntegerField(default=0, editable=False)
    #: An import is being loaded or was cut off: nothing is computed from the votes until it has run to its end.
    loading = models.BooleanField(default=False, editable=False)
    vote_keys_destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)
    statement_keys_destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        """Newest first."""

        ordering = ("-record__created_at",)
        constraints = (
            models.CheckConstraint(
                name="conversation_closes_after_opening",
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opens_at__isnull=True)
                | models.Q(closes_at__gte=models.F("opens_at")),
            ),
            models.CheckConstraint(
                name="conversation_closes_only_if_opens",
                condition=models.Q(closes_at__isnull=True) | models.Q(opens_at__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["closes_at"], name="conversation_closes"),)

    def __str__(self) -> str:
        """Title."""
        return self.record.title

    def get_absolute_url(self) -> str:
        """Return the page that says what this is."""
        return reverse("conversations:detail", args=[self.slug])

    def status_at(self, moment: datetime) -> Status:
        """Return the status at a moment."""
        if self.opens_at is None or self.opens_at > moment:
            return self.Status.PLANNED
        if self.closes_at is not None and self.closes_at <= moment:
            return self.Status.CLOSED
        return self.Status.OPEN

    @property
    def status(self) -> Status:
        """The status now."""
        return self.status_at(timezone.now())

    @property
    def is_open(self) -> bool:
        """Whether votes are taken now."""
        return self.status == self.Status.OPEN and not self.loading

    @property
    def takes_statements(self) -> bool:
        """Whether people may add statements now."""
        return self.is_open and self.submissions == self.Submissions.EVERYBODY

    @property
    def provisional_key(self) -> str:
        """The key of the newest result while votes still come in."""
        return f"conversation:{self.pk}"


class ModerationReason(models.Model):
    """A reason for which a statement may be turned down: published before opening, and fixed from then."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="reasons")
    code = models.SlugField(_("code"), max_length=40)
    words = models.CharField(_("reason in words"), max_length=300)
    #: Statements turned down for a reason such as abuse or somebody's details are not shown to anybody else.
    shows_text = models.BooleanField(_("show the statement on the moderation page"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order given."""

        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=["conversation", "code"], name="reason_once_per_conversation"),)

    def __str__(self) -> str:
        """The words."""
        return self.words


class Routing(models.Model):
    """How likely each statement is served next, as the worker last computed it. Only the voting page reads it."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="routing"
    )
    #: Statement number (as text, for JSON) -> weight.
    weights = models.JSONField(default=dict)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        """When."""
        return f"{self.conversation_id} {self.computed_at:%Y-%m-%d %H:%M}"
