"""What was asked of the registrar, and what it says."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pshub.publishing.publications.models.pages import PublicationPage
from pshub.publishing.publications.models.versions import PublicationVersion


class DoiRecord(models.Model):
    """The DOI of a publication, or of one version of it."""

    class State(models.TextChoices):
        """How far the DOI is, as the registrar last said it."""

        NEW = "new", _("Not sent yet")
        WRITTEN = "written", _("Dry run: written to a file")
        DRAFT = "draft", _("Draft")
        REGISTERED = "registered", _("Registered, not in searches")
        FINDABLE = "findable", _("Registered")

    page = models.ForeignKey(PublicationPage, on_delete=models.PROTECT, related_name="dois")
    version = models.OneToOneField(
        PublicationVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="doi"
    )
    doi = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    wanted = models.CharField(max_length=12, choices=State, default=State.FINDABLE)
    payload = models.JSONField(default=dict)
    #: Digests of the payload: as it is, as it was last sent, and as the registrar was last seen to have it.
    digest = models.CharField(max_length=80, blank=True)
    sent_digest = models.CharField(max_length=80, blank=True)
    shown_digest = models.CharField(max_length=80, blank=True)
    error_code = models.CharField(max_length=30, blank=True)
    error = models.TextField(blank=True)
    checks = models.PositiveIntegerField(default=0)
    requested_by = models.CharField(max_length=200)
    requested_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The publication's own first, then its versions, newest first."""

        ordering = ("page", models.F("version__number").desc(nulls_first=True))
        indexes = (models.Index(fields=["next_check_at"], name="doi_next_check"),)
        constraints = (
            models.UniqueConstraint(fields=["page"], condition=models.Q(version=None), name="one_doi_per_publication"),
        )

    def __str__(self) -> str:
        """The name."""
        return self.doi

    @property
    def settled(self) -> bool:
        """Whether the registrar shows what was sent, in the state that was wanted."""
        return bool(self.digest) and self.shown_digest == self.digest and self.state == self.wanted
